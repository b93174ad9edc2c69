// Wiring: the server's state, the place of the person, and the parts of the page.

import { api, follow } from "./api.js";
import { byId, h } from "./dom.js";
import { createModal } from "./modal.js";
import { createPlace } from "./place.js";
import { avatar } from "./render/avatar.js";
import { createChannel } from "./render/channel.js";
import { createHome } from "./render/home.js";
import { drawSidebar } from "./render/sidebar.js";
import { createThread } from "./render/thread.js";
import { createTopbar } from "./render/topbar.js";
import { learn, t } from "./say.js";
import { createStage } from "./stage.js";
import { createStore } from "./store.js";
import { slackDate } from "./time.js";

const store = createStore();
const place = createPlace(store);
const CLOCK_CHECK = 20000; // milliseconds
const narrow = matchMedia("(max-width: 700px)");

/** What drawing needs to know; `hooks` say what happens to a pick, and what was picked before. */
function context(hooks) {
  return {
    me: store.person(place.me),
    userName: (id) => store.person(id).name,
    channelName: (id) => store.channels.get(id)?.name,
    date: (at, pattern) => slackDate(at, pattern, store.clock, store.person(place.me)),
    people: () => store.people().map((user) => { const person = store.person(user.id); return { ...person, avatar: () => avatar(person, "small") }; }),
    channels: () => store.channelsFor(place.me).channels,
    current: () => undefined,
    note: () => undefined,
    ...hooks,
  };
}

/** `level` is the one of a heading inside: below the channel's title, or below the thread's. */
function messageContext(message, level) {
  return context({
    level,
    choose: (blockId, element, entry) => api.click({
      user: place.me, channel: message.channel, ts: message.ts, block_id: blockId, action_id: element.action_id, ...entry,
    }).catch(tell),
  });
}

/** In the Home tab a pick belongs to its view, and a link into a channel of this page stays on the page. */
function homeContext(view) {
  return context({
    choose: (blockId, element, entry) => api.click({ user: place.me, view_id: view.id, block_id: blockId, action_id: element.action_id, ...entry }).catch(tell),
    visit,
  });
}

function visit(url) {
  const [, channel, seconds, micros] = /\/archives\/(\w+)\/p(\d+)(\d{6})$/.exec(url) ?? [];
  if (!store.channels.has(channel)) return false;
  go(channel);
  openThread(`${seconds}.${micros}`);
  return true;
}

// -- saying things ----------------------------------------------------------------------------------------------

let expected = null; // the person and channel of the last command: the app's next message there is what they started

async function send(text) {
  const channel = place.channel(), me = place.me;
  const [, name, rest] = /^(\/\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  if (!name) return api.say({ user: me, channel, text });
  if (name === "/invite" || name === "/leave") return builtIn(name, rest, channel, me);
  expected = { me, channel };
  return api.slash({ user: me, channel, command: name, text: rest.trim() });
}

/** The two commands that are Slack's own and matter here. */
function builtIn(name, rest, channel, me) {
  if (name === "/leave") return api.leave({ channel, user: me });
  const wanted = rest.trim().replace(/^@/, "").toLowerCase();
  const user = [...store.users.values()].find((each) => [each.name, each.real_name].some((known) => known?.toLowerCase() === wanted));
  if (!user) throw new Error(t("wrong.nobody", { name: rest.trim() }));
  return api.join({ channel, user: user.id });
}

async function reply(text) {
  if (/^\/\w/.test(text)) throw new Error(t("wrong.no_command"));
  return api.say({ user: place.me, channel: place.channel(), text, thread_ts: place.thread() });
}

function tell(fault) {
  const note = h("div", { class: "toast", role: "alert" }, fault.message);
  (document.querySelector("dialog[open] .dialog-body") ?? byId("toasts")).append(note);
  setTimeout(() => note.remove(), 7000);
}

// -- moving about -----------------------------------------------------------------------------------------------

function go(channel) {
  place.go(channel);
  showSide(false);
  draw();
  if (!narrow.matches) channelPane.focus();
}

function goHome() {
  place.goHome();
  showSide(false);
  draw();
  if (!narrow.matches) homePane.focus();
  api.home({ user: place.me }).catch(tell);
}

/** The app has not written to this person yet: they begin. */
async function writeToApp() {
  try {
    const { channel } = await api.dm({ user: place.me });
    const state = await api.state();
    load(state);
    go(channel);
  } catch (fault) {
    tell(fault);
  }
}

async function be(user) {
  place.be(user);
  const others = await learn(store.person(place.me).locale);
  if (others) build();
  draw();
  if (others) byId("top").querySelector(".who").focus(); // the one that was pressed is gone with its language
}

function openThread(ts, { focus = true } = {}) {
  place.openThread(ts);
  draw();
  focusThread = focus && !narrow.matches;
  settleFocus();
}

let focusThread = false;

/** A thread may open behind a dialog that is about to close: it gets the focus once the dialog is gone. */
function settleFocus() {
  if (!focusThread || document.querySelector("dialog[open]")) return;
  focusThread = false;
  threadPane.focus();
}

function closeThread() {
  place.closeThread();
  draw();
  if (!narrow.matches) channelPane.focus();
}

function showSide(open = !document.body.classList.contains("with-side")) {
  const was = document.body.classList.contains("with-side");
  document.body.classList.toggle("with-side", open);
  topbar.side.setAttribute("aria-expanded", String(open));
  cover();
  if (open) byId("side").querySelector(".current")?.focus();
  else if (was) topbar.side.focus();
}

/** On a narrow screen one thing lies over the other: what is beneath can be neither reached nor heard. */
function cover() {
  const open = narrow.matches && document.body.classList.contains("with-side");
  byId("panes").inert = open;
  channelPane.node.inert = narrow.matches && !threadPane.node.hidden;
}

async function turn(how) {
  try {
    await api.clock(how);
  } catch (fault) {
    tell(fault);
  }
}

/** A thread opens by itself: the one of the diagnosis just started, or the first reply when nothing is open. */
function followNew(message) {
  if (stage?.isLive()) return; // the story leads
  if (!message || message.channel !== place.channel() || message.ephemeral_for || !store.isBot(message.user)) return;
  if (!message.thread_ts || message.thread_ts === message.ts) {
    if (expected && expected.me === place.me && expected.channel === message.channel) expected.root = message.ts;
    return;
  }
  const mine = expected?.root === message.thread_ts;
  const first = store.replies(message.channel, message.thread_ts, place.me).length === 1;
  if (mine || (first && !place.thread())) {
    if (mine) expected = null;
    if (place.thread() !== message.thread_ts) openThread(message.thread_ts, { focus: mine });
  }
}

// -- drawing ----------------------------------------------------------------------------------------------------

let topbar, channelPane, homePane, threadPane, stage;
const join = () => api.join({ channel: place.channel(), user: place.me }).catch(tell);
const showModal = createModal({ context: (hooks) => context({ level: 3, ...hooks }), api, tell });

/** Put the parts of the page up, in the language that was learned last. */
function build() {
  topbar = createTopbar({ store, place, be, turn, toggleSide: () => showSide() });
  channelPane = createChannel({ store, place, send, openThread, join, context: messageContext });
  homePane = createHome({ store, place, context: homeContext });
  threadPane = createThread({ store, place, send: reply, close: closeThread, context: (message) => messageContext(message, 3) });
  const opened = stage?.end();
  stage = store.stage && createStage({ store, place, api, follow: followAct, visit: visitMoment, tell });
  byId("top").replaceChildren(...[topbar.node, stage?.node].filter(Boolean));
  if (stage) byId("body").append(stage.drawer);
  stage?.load(opened).catch(tell);
  byId("panes").replaceChildren(homePane.node, channelPane.node, threadPane.node);
  byId("link").textContent = t("link.lost");
  byId("side").setAttribute("aria-label", t("side.label"));
}

function draw() {
  channelPane.draw();
  homePane.draw();
  channelPane.node.hidden = place.atHome();
  threadPane.draw();
  cover();
  if (document.visibilityState === "visible") place.markRead(place.channel(), store.newest(place.channel()));
  topbar.draw();
  drawSidebar(byId("side"), { store, place, go, goHome, writeToApp });
  showModal(store.views[place.me] ?? null, place.me);
  stage?.mark();
  settleFocus();
  const channel = store.channels.get(place.channel());
  const waiting = place.waiting(place.me);
  document.title = `${waiting ? `(${waiting}) ` : ""}${channel ? (channel.is_im ? "" : "#") + store.channelTitle(channel, place.me) : ""} · ${t("top.page")}`;
}

let due = false;
function drawSoon() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => { due = false; draw(); });
}

function load(state) {
  const fresh = store.load(state);
  place.settle();
  fresh.forEach(followNew);
  draw();
}

/** The clock on the wall also moves by itself: look at the server's now and then. */
async function lookAtClock() {
  if (document.visibilityState !== "visible") return;
  try {
    const state = await api.state();
    if (state.seq >= store.seq) load(state);
  } catch {
    // The stream of events notices a lost server and says so.
  }
}

/** Everything began anew: so does the page. */
async function anew() {
  try {
    load(await api.state());
    if (await learn(store.person(place.me).locale)) build();
    draw();
  } catch {
    // The stream of events notices a lost server and says so.
  }
}

/** Show the person and the place of what is done in a story. */
async function followAct(act) {
  if (act.user && act.user !== place.me) await be(act.user);
  if (act.channel && (act.channel !== place.channel() || place.atHome())) place.go(act.channel);
  if (act.thread_ts && act.thread_ts !== act.ts) place.openThread(act.thread_ts);
  draw();
}

/** A line of the timeline leads to where it happened, as somebody who can see it. */
async function visitMoment(moment) {
  const channel = store.channels.get(moment.channel);
  if (!channel) return;
  if (!store.isMember(channel, place.me)) await be(channel.user ?? channel.members?.find((id) => !store.isBot(id)) ?? place.me);
  place.go(moment.channel);
  if (moment.thread_ts) place.openThread(moment.thread_ts);
  draw();
  const there = moment.ts && document.querySelector(`${moment.thread_ts && moment.thread_ts !== moment.ts ? ".thread" : ".pane"} [data-ts="${moment.ts}"]`);
  there?.scrollIntoView({ block: "center" });
  there?.focus({ preventScroll: true });
}

function heard(event) {
  stage?.heard(event);
  if (event.type === "reset") { store.seq = event.seq; anew(); return; }
  followNew(store.apply(event));
  drawSoon();
}

async function start() {
  const state = await api.state();
  store.load(state);
  place.settle();
  await learn(store.person(place.me).locale);
  build();
  document.addEventListener("visibilitychange", draw);
  narrow.addEventListener("change", cover);
  byId("shade").addEventListener("click", () => showSide(false));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") showSide(false); });
  draw();
  follow({
    since: store.seq,
    onState: load,
    onEvent: heard,
    onLink: (up) => { byId("link").hidden = up; },
  });
  setInterval(lookAtClock, CLOCK_CHECK);
  stage?.greet();
  document.documentElement.dataset.ready = "yes";
}

start().catch(() => {
  byId("link").hidden = false;
  setTimeout(() => location.reload(), 1500);
});
