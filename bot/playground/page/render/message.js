// One message: who, when, what, and the way into its thread.

import { blocks } from "../blocks.js";
import { h, icon } from "../dom.js";
import { mrkdwn, words } from "../mrkdwn.js";
import { t } from "../say.js";
import { clockTime } from "../time.js";
import { avatar } from "./avatar.js";
import { file } from "./file.js";

function body(message, ctx) {
  if (message.blocks?.length) return h("div", { class: "blocks" }, blocks(message.blocks, ctx));
  return h("div", { class: "text" }, mrkdwn(message.text ?? "", ctx));
}

function threadLink(replies, me, store, open) {
  return h("button", { type: "button", class: "replies", onclick: open },
    h("span", { class: "reply-faces" }, replies.users.slice(0, 4).map((id) => avatar(store.person(id), "tiny"))),
    h("span", { class: "reply-count" }, t("thread.replies", { count: replies.count })),
    h("span", { class: "reply-last" }, t("thread.last", { time: clockTime(Number(replies.last), me) })));
}

/**
 * A message as an article. `options`: compact (same author just before), replies ({count, last, users}), openThread, selected.
 */
export function messageNode(message, { store, me, ctx, compact, replies, openThread, selected }) {
  const author = store.person(message.user);
  const at = Number(message.ts);
  const own = message.ephemeral_for !== undefined && message.ephemeral_for !== null;
  const time = h("time", { class: "time", datetime: new Date(at * 1000).toISOString() }, clockTime(at, me));
  const who = `${author.name}, ${clockTime(at, me)}`;
  const classes = ["message", compact && "compact", own && "ephemeral", selected && "selected"].filter(Boolean).join(" ");
  return h("article", {
    class: classes, tabindex: "-1", "data-ts": message.ts, "data-user": message.user,
    "aria-label": own ? t("message.only_you_spoken", { who }) : who,
  },
  own && h("div", { class: "only-you" }, icon("eye"), t("message.only_you")),
  h("div", { class: "gutter" }, compact ? time : avatar(author)),
  h("div", { class: "content" },
    !compact && h("div", { class: "byline" },
      h("span", { class: "author" }, words(author.name)),
      author.bot && h("span", { class: "badge" }, t("message.app")),
      author.guest && h("span", { class: "badge" }, t("message.guest")),
      time),
    body(message, ctx),
    message.files?.length > 0 && h("div", { class: "files" }, message.files.map(file)),
    message.edited && h("span", { class: "edited" }, t("message.edited")),
    message.reactions?.length > 0 && h("div", { class: "reactions" },
      message.reactions.map((reaction) => h("span", { class: "reaction" }, `:${reaction.name}: ${reaction.count}`))),
    replies && threadLink(replies, me, store, openThread)),
  openThread && !own && h("div", { class: "tools" },
    h("button", { type: "button", class: "ghost", "aria-label": t("thread.reply_label"), title: t("thread.reply_label"), onclick: openThread }, icon("reply"))));
}
