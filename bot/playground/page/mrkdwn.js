// Slack's mrkdwn to nodes: *bold*, _italic_, ~strike~, `code`, ```pre```, > quote, <tokens>, and the three entities.

import { fragment, h, unescapeText } from "./dom.js";
import { t } from "./say.js";

const WORD = /[\p{L}\p{N}]/u;
const JOINER = "\u2060";
const BLANK = /[\s\u2060]/; // within a mark: a word joiner keeps it a character, as a space does
const MARKS = { "*": "strong", "_": "em", "~": "del" };
const BARS = /([▰▱]{3,}|[●○]{3,}|[█░]{3,}|[■□]{3,})/u;
const EMPTY = /[▱○░□]/u;
const ITEM = /^(\s*)(•|◦|▪|–|-|\d{1,2}[.)])\s+(.+)$/u;
const LINK = /^(https?:\/\/|mailto:)/i;
const BARE = /https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)\]'"*_~]/g;

/** Bars made of signs read as one thing: "3 of 10" for the ear, filled and empty in their own shades for the eye. */
function bar(signs) {
  const all = [...signs];
  const at = all.findIndex((sign) => EMPTY.test(sign));
  const full = at < 0 ? all.length : at;
  return h("span", { class: /[●○]/u.test(signs) ? "bar dots" : "bar", role: "img", "aria-label": t("bar.of", { full, all: all.length }) },
    full > 0 && h("span", { class: "bar-on" }, all.slice(0, full).join("")),
    full < all.length && h("span", { class: "bar-off" }, all.slice(full).join("")));
}

/** Text as it stands, with entities undone and bars drawn. */
export function words(text) {
  return unescapeText(text).split(BARS).map((piece) => (BARS.test(piece) ? bar(piece) : piece)).filter((piece) => piece !== "");
}

export function anchor(url, label) {
  const address = unescapeText(url);
  if (!LINK.test(address)) return fragment(words(label));
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words(label));
}

function withBareLinks(text, verbatim) {
  if (verbatim) return words(text);
  const out = [];
  let last = 0;
  for (const found of text.matchAll(BARE)) {
    out.push(...words(text.slice(last, found.index)), anchor(found[0], found[0]));
    last = found.index + found[0].length;
  }
  return [...out, ...words(text.slice(last))];
}

export function mention(id, ctx) {
  return h("span", { class: id === ctx.me.id ? "mention mention-me" : "mention" }, `@${ctx.userName(id)}`);
}

/** What stands between < and >. What is no token of Slack's is given back as text. */
function token(inside, ctx) {
  const cut = inside.indexOf("|");
  const body = cut < 0 ? inside : inside.slice(0, cut);
  const label = cut < 0 ? "" : inside.slice(cut + 1);
  if (/^@[UW][A-Z0-9_]+$/.test(body)) return mention(body.slice(1), ctx);
  if (/^#[CGD][A-Z0-9_]+$/.test(body)) return h("span", { class: "mention" }, `#${ctx.channelName(body.slice(1)) ?? unescapeText(label)}`);
  if (/^!(channel|here|everyone)$/.test(body)) return h("span", { class: "mention mention-me" }, `@${body.slice(1)}`);
  if (body.startsWith("!date^")) {
    const [, at, pattern, link] = body.split("^");
    const text = ctx.date(Number(at), pattern ?? "") ?? unescapeText(label);
    return link ? anchor(link, text) : h("time", {}, text);
  }
  if (body.startsWith("!")) return h("span", { class: "mention" }, words(label || body));
  if (LINK.test(body)) return anchor(body, label || body.replace(/^mailto:/i, ""));
  return `<${inside}>`;
}

/** Where the mark at `from` closes on this line, or -1. Tokens and code are stepped over. */
function closing(line, from, mark) {
  for (let j = from + 1; j < line.length; j += 1) {
    if (line[j] === "<" || (line[j] === "`" && line[j + 1] !== JOINER)) {
      const end = line.indexOf(line[j] === "<" ? ">" : "`", j + 1);
      if (end > 0) j = end;
    } else if (line[j] === mark && j > from + 1 && !BLANK.test(line[j - 1]) && !WORD.test(line[j + 1] ?? " ")) {
      return j;
    }
  }
  return -1;
}

function opens(line, at) {
  return !WORD.test(line[at - 1] ?? " ") && line[at + 1] !== undefined && !BLANK.test(line[at + 1]) && line[at + 1] !== line[at];
}

function inline(line, ctx, verbatim) {
  const out = [];
  let plain = "";
  const flush = () => { out.push(...withBareLinks(plain, verbatim)); plain = ""; };
  for (let i = 0; i < line.length; i += 1) {
    const sign = line[i];
    const end = sign === "`" ? (line[i + 1] === JOINER ? -1 : line.indexOf("`", i + 1))
      : sign === "<" ? line.indexOf(">", i + 1)
        : MARKS[sign] && opens(line, i) ? closing(line, i, sign) : -1;
    if (end <= i + 1) { plain += sign; continue; }
    flush();
    const inside = line.slice(i + 1, end);
    if (sign === "`") out.push(h("code", {}, unescapeText(inside)));
    else if (sign === "<") out.push(token(inside, ctx));
    else out.push(h(MARKS[sign], {}, inline(inside, ctx, verbatim)));
    i = end;
  }
  flush();
  return out;
}

function line(text, ctx, verbatim) {
  const item = ITEM.exec(text);
  if (!item) return h("div", { class: text.trim() === "" ? "ln gap" : "ln" }, inline(text, ctx, verbatim));
  return h("div", { class: "ln item" },
    h("span", { class: "marker" }, `${item[1]}${item[2]} `), h("span", {}, inline(item[3], ctx, verbatim)));
}

function lines(text, ctx, verbatim) {
  const out = [];
  let quote = null;
  for (const raw of text.split("\n")) {
    const quoted = /^(?:&gt;|>)\s?(.*)$/.exec(raw);
    if (quoted) {
      if (!quote) out.push(quote = h("blockquote"));
      quote.append(line(quoted[1], ctx, verbatim));
    } else {
      quote = null;
      out.push(line(raw, ctx, verbatim));
    }
  }
  return out;
}

/** The whole of a mrkdwn text as a fragment. `ctx` knows names, dates and who is looking. */
export function mrkdwn(text, ctx, { verbatim = false } = {}) {
  const out = [];
  text.split(/```([\s\S]+?)```/).forEach((piece, index) => {
    if (index % 2 === 1) out.push(h("pre", {}, unescapeText(piece.replace(/^\n|\n$/g, ""))));
    else if (piece.replace(/^\n|\n$/g, "") !== "") out.push(...lines(index === 0 ? piece.replace(/\n$/, "") : piece.replace(/^\n|\n$/g, ""), ctx, verbatim));
  });
  return fragment(out);
}

/** A text object of either kind. */
export function textObject(object, ctx) {
  if (!object) return fragment();
  if (object.type === "mrkdwn") return mrkdwn(object.text, ctx, { verbatim: object.verbatim === true });
  return fragment(words(object.text));
}
