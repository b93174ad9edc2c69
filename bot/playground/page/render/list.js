// A list of messages kept in step with the store: only what changed is drawn again, so focus, scroll and half-pressed
// buttons stay where they are, and a screen reader hears only what is new.

import { freshId, h, icon } from "../dom.js";
import { t } from "../say.js";
import { keyOf, sourceOf } from "../store.js";
import { dayKey, longDay } from "../time.js";
import { messageNode } from "./message.js";

const TOGETHER = 300; // seconds within which messages of one author stand as one group

function focusAgain(before, after) {
  const active = document.activeElement;
  if (!before.contains(active)) return null;
  const action = active.dataset?.action;
  return () => ((action && after.querySelector(`[data-action="${CSS.escape(action)}"]`)) || after).focus({ preventScroll: true });
}

/** A line across the list with a few words on it. */
function lineNode(kind, text, label = text) {
  return h("div", { class: kind, role: "separator", "aria-label": label }, h("span", {}, text));
}

/** `scroller` holds the list; `label` names it to a screen reader. */
export function createList(label) {
  const log = h("div", { class: "log", role: "log", "aria-label": label, "aria-live": "polite", "aria-relevant": "additions text" });
  const jump = h("button", { type: "button", class: "jump", hidden: true, onclick: () => { bottom(); } }, icon("down"), h("span", {}, ""));
  const scroller = h("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": label }, log);
  let drawn = new Map(), scope = null, waiting = 0;

  const nearEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 90;
  const bottom = () => { scroller.scrollTop = scroller.scrollHeight; seen(); };
  const seen = () => { waiting = 0; jump.hidden = true; };
  scroller.addEventListener("scroll", () => { if (nearEnd()) seen(); }, { passive: true });
  // Fonts, pictures and a changing composer move the end; who stood at the end stays there.
  let stick = true;
  scroller.addEventListener("scroll", () => { stick = nearEnd(); }, { passive: true });
  const resized = new ResizeObserver(() => { if (stick) bottom(); });
  resized.observe(scroller);
  resized.observe(log);

  /** The rows to show: day lines, the line over what is new, the messages. */
  function rows(messages, options) {
    const out = [];
    let day = null, previous = null, marked = false;
    for (const message of messages) {
      const at = Number(message.ts), key = dayKey(at, options.me.tz);
      if (key !== day) {
        out.push({ key: `day/${key}`, source: longDay(at, options.me), build: (text) => lineNode("day", text) });
        day = key;
        previous = null;
      }
      if (!marked && options.newAfter && message.ts > options.newAfter && message.user !== options.me.id) {
        marked = true;
        previous = null;
        out.push({ key: "new", source: t("list.new"), build: (text) => lineNode("new-line", text, t("list.new_messages")) });
      }
      const compact = Boolean(previous && previous.user === message.user && at - Number(previous.ts) < TOGETHER
        && !message.ephemeral_for && !previous.ephemeral_for && !options.replies?.(previous.ts));
      const replies = options.replies?.(message.ts);
      out.push({
        key: keyOf(message), message,
        source: sourceOf(message) + JSON.stringify([compact, replies, options.me.id, options.selected === message.ts, options.names]),
        build: () => messageNode(message, {
          store: options.store, me: options.me, ctx: options.context(message), compact, replies,
          openThread: options.openThread && (() => options.openThread(message.ts)), selected: options.selected === message.ts,
        }),
      });
      previous = message;
      if (options.dividerAfter?.(message)) {
        const text = options.dividerAfter(message);
        out.push({ key: "replies", source: text, build: () => lineNode("reply-line", text) });
        previous = null;
      }
    }
    return out;
  }

  /** Show these messages. `options.scope` names the place: another place starts anew, at the end. */
  function show(messages, options) {
    const anew = options.scope !== scope;
    const atEnd = anew || nearEnd();
    if (anew) log.setAttribute("aria-live", "off");
    if (anew) { drawn = new Map(); log.replaceChildren(); scope = options.scope; seen(); }
    const next = new Map();
    let refocus = null, own = false, fresh = 0, cursor = log.firstChild;
    for (const row of rows(messages, options)) {
      const had = drawn.get(row.key);
      let node = had?.node;
      if (!had || had.source !== row.source) {
        node = row.build(row.source);
        if (had) {
          refocus ??= focusAgain(had.node, node);
          if (cursor === had.node) cursor = had.node.nextSibling;
          had.node.replaceWith(node);
        } else if (!anew && row.message) {
          node.classList.add("arriving");
          if (row.message.user === options.me.id) own = true; else fresh += 1;
        }
      }
      if (cursor === node) cursor = node.nextSibling;
      else if (node.nextSibling !== cursor || !node.isConnected) log.insertBefore(node, cursor);
      next.set(row.key, { node, source: row.source });
    }
    for (const [key, { node }] of drawn) if (!next.has(key)) node.remove();
    drawn = next;
    if (options.empty && messages.length === 0) {
      const node = options.empty();
      log.append(node);
      drawn.set("empty", { node, source: "" });
    }
    if (anew) requestAnimationFrame(() => log.setAttribute("aria-live", "polite"));
    refocus?.();
    if (atEnd || own) bottom();
    else if (fresh > 0) {
      waiting += fresh;
      jump.querySelector("span").textContent = t("list.jump", { count: waiting });
      jump.hidden = false;
    }
  }

  return { node: h("div", { class: "list", id: freshId("list") }, scroller, jump), show, atEnd: nearEnd };
}
