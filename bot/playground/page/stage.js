// What is not Slack: the playground's own strip of controls, and the drawer beside the panes.

import { createCurtain } from "./curtain.js";
import { h, icon } from "./dom.js";
import { createStories, sure } from "./stories.js";
import { t } from "./say.js";
import { createTimeline } from "./timeline.js";
import { createTour } from "./tour.js";

const QUIET = 250; // milliseconds that pass before an open drawer looks again
const A_WHILE = 4000; // milliseconds after which a start that is not over is spoken of

/** `api` talks to the server; `follow(act)`, `visit(moment)` move about; `tell(fault)` says what went wrong. */
export function createStage({ store, place, api, follow, visit, tell }) {
  const send = (name, body) => api.stage(name, body).catch(tell);
  const isFresh = () => store.messages.size === 0;
  const stories = createStories({ store, place, names: store.stage.stories, send: (body) => send("story", body), follow, isFresh });
  const drawers = {
    timeline: createTimeline({ store, place, look: () => api.look("timeline"), visit }),
    curtain: createCurtain({ look: api.look, act: send }),
  };
  const tour = createTour();
  const down = h("div", { class: "bot-down", role: "status", hidden: true }, h("span", {}, t("bot.down_long")),
    h("button", { type: "button", class: "tool strong", onclick: () => send("start", {}) }, t("bot.start")));
  const ready = h("div", { class: "bot-down", role: "status", hidden: true }, h("span", {}, t("bot.starting_long")));
  const head = h("h2", { class: "pane-title" });
  const body = h("div", { class: "drawer-inside" });
  const drawer = h("aside", { class: "drawer", hidden: true, onkeydown: (event) => { if (event.key === "Escape") show(null); } },
    h("div", { class: "pane-head" }, head, h("button", { type: "button", class: "ghost", "aria-label": t("modal.close"), onclick: () => show(null) }, icon("close"))), body);
  const tools = Object.keys(drawers).map((name) => h("button", {
    type: "button", class: "tool", "aria-expanded": "false", "data-drawer": name, onclick: () => show(open === name ? null : name),
  }, t(`${name}.open`)));
  const node = h("div", { class: "stage" }, stories.node,
    h("div", { class: "stage-tools", role: "group", "aria-label": t("stage.label") }, tools,
      h("button", { type: "button", class: "tool", onclick: tour.start }, t("tour.open")),
      h("button", { type: "button", class: "tool", onclick: reset }, t("reset.open"))),
    down, ready);
  let open = null, waiting = false, starting = null;

  function starts(still) {
    clearTimeout(starting);
    ready.hidden = true;
    if (still) starting = setTimeout(() => { ready.hidden = false; }, A_WHILE);
  }

  function show(name) {
    const before = open;
    open = name;
    drawer.hidden = !name;
    document.body.classList.toggle("with-drawer", Boolean(name));
    for (const tool of tools) tool.setAttribute("aria-expanded", String(tool.dataset.drawer === name));
    if (!name) { tools.find((tool) => tool.dataset.drawer === before)?.focus(); return; }
    head.textContent = t(`${name}.open`);
    drawer.setAttribute("aria-label", head.textContent);
    body.replaceChildren(drawers[name].node);
    refresh();
  }

  function refresh() {
    if (open) drawers[open].refresh().catch(() => undefined); // a lost server is told of elsewhere
  }

  /** Something happened: an open drawer looks again, at most four times a second. */
  function soon() {
    if (!open || waiting) return;
    waiting = true;
    setTimeout(() => { waiting = false; refresh(); }, QUIET);
  }

  async function reset() {
    if (!isFresh() && !(await sure(t("reset.title"), t("reset.text"), t("reset.open")))) return;
    await send("reset", {});
  }

  function heard(event) {
    if (event.type === "story") stories.take(event.story);
    if (event.type === "bot") {
      down.hidden = event.state !== "down";
      starts(event.state === "starting");
    }
    soon();
  }

  /** `opened` is the drawer that was open before, if one was. */
  async function load(opened) {
    if (opened) show(opened);
    const { story, bot } = await api.look("story");
    stories.take(story);
    down.hidden = bot.up || bot.pid !== null;
    starts(!bot.up && bot.pid !== null);
    soon();
  }

  /** Another one takes its place; returns the drawer that is open. */
  function end() {
    stories.end();
    tour.putAway();
    starts(false);
    drawer.remove();
    return open;
  }

  return { node, drawer, heard, load, end, mark: stories.mark, greet: tour.greet, isLive: stories.isLive };
}
