// The channel in the middle: its name, its messages, the place to type.

import { h, icon } from "../dom.js";
import { t } from "../say.js";
import { avatar } from "./avatar.js";
import { createComposer } from "./composer.js";
import { createList } from "./list.js";

function welcome(title, isIm, begin) {
  return h("div", { class: "welcome" },
    h("div", { class: "welcome-title" }, isIm ? t("channel.begins_direct", { name: title }) : t("channel.begins", { name: title })),
    !isIm && h("p", {}, t("channel.about")),
    !isIm && h("ol", { class: "steps" },
      h("li", {}, t("channel.step1")),
      h("li", {}, t("channel.step2")),
      h("li", {}, t("channel.step3"))),
    !isIm && h("button", { type: "button", class: "btn primary", onclick: begin }, h("code", {}, t("channel.command"))));
}

/** `send(text)`, `openThread(ts)`, `join()`: what can be done here. `context(message)` is for drawing. */
export function createChannel({ store, place, send, openThread, join, context }) {
  const title = h("h1", { class: "pane-title" }), about = h("span", { class: "pane-about" });
  const head = h("div", { class: "pane-head" }, title, about);
  const list = createList(t("channel.messages"));
  const composer = createComposer({ label: t("compose.label"), send, suggestion: t("channel.command") });
  const joinBar = h("div", { class: "join-bar", hidden: true }, h("span", {}, ""), h("button", { type: "button", class: "btn primary", onclick: join }, t("channel.join")));
  const node = h("main", { class: "pane channel", "aria-label": t("channel.label") }, head, list.node, joinBar, composer.node);
  let scope = null, newAfter = null;

  function begin() {
    composer.node.querySelector(".suggestion").click();
  }

  function draw() {
    const channel = store.channels.get(place.channel());
    if (!channel) return;
    const name = store.channelTitle(channel, place.me), member = store.isMember(channel, place.me);
    const here = `${place.me}/${channel.id}`;
    if (here !== scope) {
      scope = here;
      newAfter = place.unread(channel.id) > 0 ? place.readUntil(channel.id) : null;
      title.replaceChildren(channel.is_im ? avatar(store.person(store.otherIn(channel, place.me)), "small")
        : channel.private ? icon("lock") : h("span", { class: "hash", "aria-hidden": "true" }, "#"), name);
      node.setAttribute("aria-label", channel.is_im ? t("side.direct_with", { name }) : t("side.channel", { name }));
    }
    const count = channel.members?.length ?? 0;
    const members = t("channel.members", { count });
    about.textContent = channel.is_im ? t("channel.direct") : channel.private ? t("channel.private", { members }) : members;
    composer.node.hidden = !member;
    joinBar.hidden = member;
    joinBar.firstChild.textContent = t("channel.reading", { name });
    composer.move(here, t(channel.is_im ? "compose.to_person" : "compose.to_channel", { name }));
    composer.node.classList.toggle("no-suggestion", channel.is_im === true);
    const counts = store.replyCounts(channel.id);
    list.show(store.channelMessages(channel.id, place.me), {
      scope: here, store, me: store.person(place.me), context, newAfter, names: store.users.size,
      replies: (ts) => counts.get(ts), openThread, selected: place.thread(),
      empty: () => welcome(name, channel.is_im, begin),
    });
  }

  return { node, draw, focus: composer.focus, clearNew: () => { newAfter = null; } };
}
