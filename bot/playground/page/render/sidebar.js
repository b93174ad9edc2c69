// Channels and direct messages of the person, with what is unread.

import { h, icon } from "../dom.js";
import { t } from "../say.js";
import { avatar } from "./avatar.js";

function row({ lead, title, label, unread, current, quiet, go }) {
  return h("li", {}, h("button", {
    type: "button", class: ["channel-row", current && "current", unread > 0 && "unread", quiet && "quiet"].filter(Boolean).join(" "),
    "aria-current": current ? "page" : null, "aria-label": unread > 0 ? t("side.unread", { label, count: unread }) : label, onclick: go,
  }, lead, h("span", { class: "channel-name" }, title), unread > 0 && h("span", { class: "count", "aria-hidden": "true" }, unread > 99 ? "99+" : unread)));
}

/** Draw the whole list; it is small. `go(channelId)` moves there, `writeToApp()` opens the direct messages with the app. */
export function drawSidebar(nav, { store, place, go, goHome, writeToApp }) {
  const { channels, direct } = store.channelsFor(place.me);
  const current = place.channel(), app = store.person(store.bot);
  const active = nav.contains(document.activeElement) ? document.activeElement.dataset.go : null;
  const entry = (channel, lead, title, label, quiet) => {
    const node = row({ lead, title, label, quiet, unread: quiet ? 0 : place.unread(channel.id), current: channel.id === current && !place.atHome(), go: () => go(channel.id) });
    node.firstChild.dataset.go = channel.id;
    return node;
  };
  const home = row({ lead: avatar(app, "tiny"), title: t("home.label"), label: t("home.of", { name: app.name }), unread: 0, current: place.atHome(), go: goHome });
  home.firstChild.dataset.go = "home";
  nav.replaceChildren(
    h("ul", {}, home),
    h("h2", {}, t("side.channels")),
    h("ul", {}, channels.map((channel) => {
      const lead = channel.private ? icon("lock") : h("span", { class: "hash", "aria-hidden": "true" }, "#");
      return entry(channel, lead, channel.name, t("side.channel", { name: channel.name }), !store.isMember(channel, place.me));
    })),
    h("h2", {}, t("side.direct")),
    h("ul", {}, direct.map((channel) => {
      const title = store.channelTitle(channel, place.me);
      return entry(channel, avatar(store.person(store.otherIn(channel, place.me)), "tiny"), title, t("side.direct_with", { name: title }), false);
    })),
    direct.length === 0 ? h("ul", {}, row({
      lead: avatar(app, "tiny"), title: app.name, label: t("side.write_to", { name: app.name }), unread: 0, quiet: true, go: writeToApp,
    })) : "");
  if (active) nav.querySelector(`[data-go="${CSS.escape(active)}"]`)?.focus();
}
