// The channel in the middle: its name, its messages, the place to type.

import { h, icon } from "../dom.js";
import { avatar } from "./avatar.js";
import { createComposer } from "./composer.js";
import { createList } from "./list.js";

const SUGGESTION = "/unstick order intake agent";

function welcome(title, isIm, begin) {
  return h("div", { class: "welcome" },
    h("div", { class: "welcome-title" }, isIm ? `This is where you and ${title} talk.` : `This is the beginning of #${title}.`),
    !isIm && h("p", {}, "An AI pilot that demos well and does not reach production: ask why, and in about half an hour you have a reason and a plan."),
    !isIm && h("ol", { class: "steps" },
      h("li", {}, "Type the command below. A thread opens, and the questions come one at a time."),
      h("li", {}, "Some are better answered by a colleague: switch to them at the top right, and answer as they would."),
      h("li", {}, "When the plan is posted, turn the clock and watch the weekly check-ins arrive.")),
    !isIm && h("button", { type: "button", class: "btn primary", onclick: begin }, h("code", {}, SUGGESTION)));
}

/** `send(text)`, `openThread(ts)`, `join()`: what can be done here. `context(message)` is for drawing. */
export function createChannel({ store, place, send, openThread, join, context }) {
  const title = h("h1", { class: "pane-title" }), about = h("span", { class: "pane-about" });
  const head = h("div", { class: "pane-head" }, title, about);
  const list = createList("Messages in this channel");
  const composer = createComposer({ label: "Message", send, suggestion: SUGGESTION });
  const joinBar = h("div", { class: "join-bar", hidden: true }, h("span", {}, ""), h("button", { type: "button", class: "btn primary", onclick: join }, "Join"));
  const node = h("main", { class: "pane channel", "aria-label": "Channel" }, head, list.node, joinBar, composer.node);
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
      node.setAttribute("aria-label", channel.is_im ? `Direct message with ${name}` : `Channel ${name}`);
    }
    const count = channel.members?.length ?? 0;
    const many = `${count} ${count === 1 ? "member" : "members"}`;
    about.textContent = channel.is_im ? "Direct message" : channel.private ? `${many}, private` : many;
    composer.node.hidden = !member;
    joinBar.hidden = member;
    joinBar.firstChild.textContent = `You are reading #${name} without being in it.`;
    composer.move(here, channel.is_im ? `Message ${name}` : `Message #${name}, or type / for a command`);
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
