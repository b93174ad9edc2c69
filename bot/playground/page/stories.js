// Stories: chosen, played, paused, sped up, taken over; the page follows whoever acts until the person looks elsewhere.

import { confirmFirst } from "./confirm.js";
import { h, icon } from "./dom.js";
import { openMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { maybe, t } from "./say.js";
import { clockFace, seconds } from "./time.js";

const SPEEDS = [0.5, 1, 2, 5, 20];
const UNDER_WAY = ["setting", "playing", "paused"];

/** A question that stands on the page like Slack's own. */
export function sure(title, text, yes) {
  const plain = (words) => ({ type: "plain_text", text: words });
  return confirmFirst({ title: plain(title), text: plain(text), confirm: plain(yes), deny: plain(t("modal.cancel")) }, {});
}

function title(name) {
  return t(`story_title.${name.replaceAll("-", "_")}`);
}

/**
 * `send(body)` tells the server, `follow(act)` shows the person and place of an act, `isFresh()` says whether anything
 * would be lost. `names` are the stories there are.
 */
export function createStories({ store, place, names, send, follow, isFresh }) {
  let story = null, following = true;
  const menu = h("button", { type: "button", class: "tool", "aria-haspopup": "menu", "aria-expanded": "false", onclick: choose }, icon("play"), t("story.open"));
  const line = h("span", { class: "story-line", role: "status" });
  const pause = h("button", { type: "button", class: "tool", onclick: () => send({ do: story.state === "paused" ? "go_on" : "pause" }) });
  const speed = h("button", { type: "button", class: "tool", "aria-haspopup": "listbox", "aria-expanded": "false", onclick: chooseSpeed });
  const again = h("button", { type: "button", class: "tool", onclick: () => { following = true; if (story?.act) follow(story.act); draw(); } }, t("story.follow"));
  const over = h("button", { type: "button", class: "tool strong", onclick: () => send({ do: "take_over" }) }, t("story.take_over"));
  const close = h("button", { type: "button", class: "tool", onclick: () => send({ do: "forget" }) }, t("modal.close"));
  const node = h("div", { class: "story", role: "group", "aria-label": t("story.open") }, menu, line, pause, speed, again, over, close);

  function choose() {
    openMenu(menu, {
      label: t("story.choose"), role: "menu",
      items: names.map((name) => ({ value: name, label: title(name), hint: t(`story_about.${name.replaceAll("-", "_")}`), searchText: title(name) })),
    }, (item) => play(item.value));
  }

  async function play(name) {
    if (!isFresh() && !(await sure(title(name), t("story.replaces"), t("story.play")))) return;
    following = true;
    await send({ do: "play", name, speed: story?.speed ?? 1 });
  }

  function chooseSpeed() {
    openMenu(speed, {
      label: t("story.speed"),
      items: SPEEDS.map((each) => ({ value: each, label: `× ${each}`, searchText: String(each), selected: each === story.speed })),
    }, (item) => send({ do: "speed", speed: item.value }));
  }

  /** Who is about to do what, in a sentence. */
  function sentence({ kind, user, words }) {
    if (kind === "clock") {
      const face = clockFace(seconds(words), store.person(place.me));
      return t("act.clock", { when: `${face.day}, ${face.time}` });
    }
    const [first] = store.person(user).name.split(" ");
    return t(`act.${kind}`, { who: first, words });
  }

  function said() {
    if (story.state === "failed") return t("story.failed", { why: story.faults.join(" ") });
    if (story.act && story.state !== "paused") return sentence(story.act);
    return maybe(`story.${story.state}`) ?? "";
  }

  function draw() {
    const live = Boolean(story) && UNDER_WAY.includes(story.state);
    node.classList.toggle("live", live);
    menu.hidden = live;
    line.hidden = !story;
    for (const each of [pause, speed, over]) each.hidden = !live || story.state === "setting";
    again.hidden = !live || following || story.state === "setting";
    close.hidden = !story || live;
    if (!story) return;
    line.replaceChildren(h("strong", {}, title(story.name)), " ", mrkdwn(said(), { me: { id: "" }, userName: (id) => id, channelName: () => undefined, date: () => null }, { verbatim: true }));
    pause.replaceChildren(icon(story.state === "paused" ? "play" : "pause"), t(story.state === "paused" ? "story.go_on" : "story.pause"));
    speed.textContent = `× ${story.speed}`;
    speed.setAttribute("aria-label", `${t("story.speed")} × ${story.speed}`);
  }

  /** Mark what is about to be pressed; called after the page has been drawn. */
  function mark() {
    document.querySelectorAll(".about-to").forEach((each) => each.classList.remove("about-to"));
    const act = story?.state === "playing" && story.now && story.act;
    if (!act || !act.action_id || !following) return;
    const found = document.querySelector(`[data-ts="${act.ts}"] [data-action="${CSS.escape(act.action_id)}"]`);
    found?.classList.add("about-to");
    found?.scrollIntoView({ block: "nearest" });
  }

  function take(next) {
    const before = story;
    story = next;
    if (story?.act && following && story.state === "playing" && JSON.stringify(before?.act) !== JSON.stringify(story.act)) follow(story.act);
    draw();
  }

  // Whoever looks elsewhere while a story is played stays there.
  function looked(event) {
    if (!story || !UNDER_WAY.includes(story.state) || !event.target.closest?.(".topbar, #side, #panes")) return;
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    following = false;
    draw();
  }
  const listening = new AbortController();
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, looked, { capture: true, signal: listening.signal });

  draw();
  return { node, take, mark, end: () => listening.abort(), isLive: () => Boolean(story) && UNDER_WAY.includes(story.state) };
}
