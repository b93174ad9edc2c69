// rich_text and markdown blocks to nodes.

import { fragment, h, unescapeText } from "./dom.js";
import { anchor, mention, words } from "./mrkdwn.js";
import { t } from "./say.js";

function styled(node, style = {}) {
  let out = node;
  if (style.code) out = h("code", {}, out);
  if (style.strike) out = h("del", {}, out);
  if (style.italic) out = h("em", {}, out);
  if (style.bold) out = h("strong", {}, out);
  return out;
}

function piece(element, ctx) {
  if (element.type === "text") return styled(fragment(words(element.text)), element.style);
  if (element.type === "link") return styled(anchor(element.url, element.text ?? element.url), element.style);
  if (element.type === "user") return mention(element.user_id, ctx);
  if (element.type === "channel") return h("span", { class: "mention" }, `#${ctx.channelName(element.channel_id) ?? element.channel_id}`);
  if (element.type === "broadcast") return h("span", { class: "mention" }, `@${element.range}`);
  if (element.type === "emoji") return `:${element.name}:`;
  if (element.type === "date") return ctx.date(element.timestamp, element.format) ?? element.fallback ?? "";
  return "";
}

function pieces(elements, ctx) {
  return elements.map((element) => piece(element, ctx));
}

function part(element, ctx) {
  if (element.type === "rich_text_list") {
    return h(element.style === "ordered" ? "ol" : "ul", { class: "rich-list", "data-indent": element.indent ?? 0 },
      element.elements.map((entry) => h("li", {}, pieces(entry.elements, ctx))));
  }
  if (element.type === "rich_text_preformatted") return h("pre", {}, pieces(element.elements, ctx));
  if (element.type === "rich_text_quote") return h("blockquote", {}, pieces(element.elements, ctx));
  return h("div", { class: "rich-section" }, pieces(element.elements ?? [], ctx));
}

export function richText(block, ctx) {
  return fragment(block.elements.map((element) => part(element, ctx)));
}

const INLINE = new RegExp([
  /(`[^`]+`)/, /\*\*(.+?)\*\*/, /__(.+?)__/,
  /(?<![\p{L}\p{N}*])\*([^*\s][^*]*?)\*/u, /(?<![\p{L}\p{N}_])_([^_\s][^_]*?)_(?![\p{L}\p{N}])/u,
  /~~(.+?)~~/, /\[([^\]]+)\]\(([^)\s]+)\)/,
].map((part) => part.source).join("|"), "u");

function spans(text) {
  const found = INLINE.exec(text);
  if (!found) return words(text);
  const [all, code, bold, bold2, em, em2, strike, label, url] = found;
  let node;
  if (code) node = h("code", {}, unescapeText(code.slice(1, -1)));
  else if (bold ?? bold2) node = h("strong", {}, spans(bold ?? bold2));
  else if (em ?? em2) node = h("em", {}, spans(em ?? em2));
  else if (strike) node = h("del", {}, spans(strike));
  else node = anchor(url, label);
  return [...words(text.slice(0, found.index)), node, ...spans(text.slice(found.index + all.length))];
}

function cells(row) {
  return row.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
}

function markdownTable(rows) {
  return h("div", { class: "table-wrap", role: "group", tabindex: "0", "aria-label": t("block.table") }, h("table", {},
    h("thead", {}, h("tr", {}, cells(rows[0]).map((cell) => h("th", { scope: "col" }, spans(cell))))),
    h("tbody", {}, rows.slice(2).map((row) => h("tr", {}, cells(row).map((cell) => h("td", {}, spans(cell))))))));
}

/** Which kind of line this is; lines of one kind that follow each other belong together. */
function kind(text) {
  if (/^#{1,6}\s/.test(text)) return "heading";
  if (/^\s*[-*+]\s/.test(text)) return "ul";
  if (/^\s*\d+[.)]\s/.test(text)) return "ol";
  if (/^>\s?/.test(text)) return "quote";
  if (/^(---|\*\*\*)\s*$/.test(text)) return "rule";
  if (/^\s*\|.*\|\s*$/.test(text)) return "table";
  return text.trim() === "" ? "blank" : "paragraph";
}

const BUILD = {
  heading: (rows, level) => rows.map((row) => h("div", { class: "md-heading", role: "heading", "aria-level": level }, spans(row.replace(/^#+\s/, "")))),
  ul: (rows) => h("ul", { class: "rich-list" }, rows.map((row) => h("li", {}, spans(row.replace(/^\s*[-*+]\s/, ""))))),
  ol: (rows) => h("ol", { class: "rich-list", start: /\d+/.exec(rows[0])[0] }, rows.map((row) => h("li", {}, spans(row.replace(/^\s*\d+[.)]\s/, ""))))),
  quote: (rows) => h("blockquote", {}, rows.map((row) => h("div", {}, spans(row.replace(/^>\s?/, ""))))),
  rule: () => h("hr"),
  table: (rows) => (rows.length > 2 ? markdownTable(rows) : rows.map((row) => h("div", {}, row))),
  blank: () => null,
  paragraph: (rows) => h("p", { class: "md" }, rows.flatMap((row, index) => (index ? [h("br"), ...spans(row)] : spans(row)))),
};

/** The markdown block: ordinary Markdown, not mrkdwn. Its headings stand at `level` of the page. */
export function markdown(text, level) {
  const out = [];
  text.split(/^```\w*\n([\s\S]*?)^```$/m).forEach((chunk, index) => {
    if (index % 2 === 1) { out.push(h("pre", {}, unescapeText(chunk.replace(/\n$/, "")))); return; }
    let run = [], running = null;
    for (const row of [...chunk.split("\n"), null]) {
      const now = row === null ? null : kind(row);
      if (now !== running && running !== null) { out.push(BUILD[running](run, level)); run = []; }
      running = now;
      if (row !== null) run.push(row);
    }
  });
  return fragment(out);
}
