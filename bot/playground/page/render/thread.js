// The thread beside the channel: its root, the replies, the place to answer.

import { h, icon } from "../dom.js";
import { t } from "../say.js";
import { createComposer } from "./composer.js";
import { createList } from "./list.js";

export function createThread({ store, place, send, close, context }) {
  const about = h("span", { class: "pane-about" });
  const head = h("div", { class: "pane-head" },
    h("button", { type: "button", class: "ghost back", "aria-label": t("thread.back"), onclick: close }, icon("back")),
    h("h2", { class: "pane-title" }, t("thread.label")), about,
    h("button", { type: "button", class: "ghost close", "aria-label": t("thread.close"), onclick: close }, icon("close")));
  const list = createList(t("thread.messages"));
  const composer = createComposer({ label: t("thread.reply_label"), send });
  const node = h("aside", { class: "pane thread", "aria-label": t("thread.label"), hidden: true,
    onkeydown: (event) => { if (event.key === "Escape" && !event.defaultPrevented) close(); } }, head, list.node, composer.node);

  function draw() {
    const channel = store.channels.get(place.channel()), ts = place.thread();
    const root = channel && ts && store.root(channel.id, ts);
    node.hidden = !root;
    document.body.classList.toggle("with-thread", Boolean(root));
    if (!root) return;
    const scope = `${place.me}/${channel.id}/${ts}`;
    const name = store.channelTitle(channel, place.me);
    about.textContent = channel.is_im ? name : `#${name}`;
    composer.node.hidden = !store.isMember(channel, place.me);
    composer.move(scope, t("thread.reply"));
    const replies = store.replies(channel.id, ts, place.me);
    list.show([root, ...replies], {
      scope, store, me: store.person(place.me), context, names: store.users.size,
      dividerAfter: (message) => (message.ts === ts && replies.length > 0 ? t("thread.replies", { count: replies.length }) : null),
    });
  }

  return { node, draw, focus: composer.focus };
}
