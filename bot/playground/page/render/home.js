// The app's Home tab of the person: drawn from the view that the app has published for them.

import { blocks } from "../blocks.js";
import { h } from "../dom.js";
import { t } from "../say.js";
import { avatar } from "./avatar.js";

/** `context(view)` is for drawing and for what happens to a pick. */
export function createHome({ store, place, context }) {
  const title = h("h1", { class: "pane-title" });
  const body = h("div", { class: "home-body" });
  const node = h("main", { class: "pane home", "aria-label": t("home.label"), tabindex: "-1", hidden: true }, h("div", { class: "pane-head" }, title), body);
  let drawn = null;

  /** What stands where a control stood before the view was drawn anew: the same action, in the same block if that is still there. */
  function sameControl(was) {
    const action = `[data-action="${CSS.escape(was.dataset.action ?? "")}"]`;
    const block = `[data-block="${CSS.escape(was.closest("[data-block]")?.dataset.block ?? "")}"]`;
    return body.querySelector(`${block} ${action}`) ?? body.querySelector(action);
  }

  function draw() {
    node.hidden = !place.atHome();
    if (node.hidden) { drawn = null; return; }
    const app = store.person(store.bot), view = store.homes[place.me];
    const look = JSON.stringify([place.me, view?.hash]);
    if (look === drawn) return;
    drawn = look;
    const was = body.contains(document.activeElement) ? document.activeElement : null;
    title.replaceChildren(avatar(app, "small"), t("home.of", { name: app.name }));
    body.replaceChildren(view ? h("div", { class: "blocks" }, blocks(view.blocks, context(view))) : h("p", { class: "home-empty" }, t("home.empty")));
    if (was) (sameControl(was) ?? node).focus({ preventScroll: true });
  }

  return { node, draw, focus: () => node.focus() };
}
