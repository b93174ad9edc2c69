// The timeline: what has happened, a line each; a press leads there.

import { h } from "./dom.js";
import { words } from "./mrkdwn.js";
import { t } from "./say.js";
import { clockTime, dayKey, longDay, seconds } from "./time.js";

const KINDS = ["checkin", "gate", "plan", "digest", "fault", "tap"];

/** `look()` gets the moments, `visit(moment)` leads to one. */
export function createTimeline({ store, place, look, visit }) {
  const list = h("ol", { class: "moments" });
  const shown = new Set();
  const filters = h("div", { class: "chips", role: "group", "aria-label": t("timeline.filter") }, KINDS.map((kind) => {
    const chip = h("button", { type: "button", class: "chip", "aria-pressed": "false", onclick: () => {
      if (!shown.delete(kind)) shown.add(kind);
      chip.setAttribute("aria-pressed", String(shown.has(kind)));
      draw();
    } }, t(`moment.${kind}`));
    return chip;
  }));
  const node = h("div", { class: "drawer-body" }, filters, list);
  let moments = [];

  const group = (kind) => (kind === "bot" ? "fault" : kind === "command" ? "tap" : kind === "verdict" ? "plan" : kind);

  function row(moment, me) {
    const at = seconds(moment.at), who = moment.who ? store.person(moment.who).name.split(" ")[0] : "";
    const face = [
      h("time", { datetime: moment.at }, clockTime(at, me)),
      h("span", { class: `moment-kind kind-${group(moment.kind)}` }, t(`moment.${moment.kind}`)),
      h("span", { class: "moment-words" }, who && h("strong", {}, `${who} `), words(moment.kind === "bot" ? t(`moment.bot_${moment.text}`) : moment.text)),
    ];
    const leads = moment.channel && store.channels.has(moment.channel);
    return h("li", {}, leads ? h("button", { type: "button", class: "moment", onclick: () => visit(moment) }, face) : h("div", { class: "moment" }, face));
  }

  function draw() {
    const me = store.person(place.me), rows = [];
    let day = null;
    for (const moment of moments) {
      if (shown.size > 0 && !shown.has(group(moment.kind))) continue;
      const key = dayKey(seconds(moment.at), me.tz);
      if (key !== day) rows.push(h("li", { class: "moment-day" }, longDay(seconds(moment.at), me)));
      day = key;
      rows.push(row(moment, me));
    }
    const atEnd = node.scrollHeight - node.scrollTop - node.clientHeight < 90;
    list.replaceChildren(...(rows.length > 0 ? rows : [h("li", { class: "drawer-note" }, t("timeline.empty"))]));
    if (atEnd) node.scrollTop = node.scrollHeight;
  }

  async function refresh() {
    const before = moments.length;
    ({ moments } = await look());
    draw();
    if (before === 0) node.scrollTop = node.scrollHeight;
  }

  return { node, refresh };
}
