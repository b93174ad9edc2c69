// What the server has told us, and what one person may see of it. No drawing here.

import { seconds } from "./time.js";

const HUES = 10;

export function keyOf(message) {
  return `${message.channel}/${message.ts}/${message.ephemeral_for ?? ""}`;
}

const sources = new WeakMap();

/** A message as text, made once: to see whether it changed, and whose name it calls. */
export function sourceOf(message) {
  if (!sources.has(message)) sources.set(message, JSON.stringify(message));
  return sources.get(message);
}

export function createStore() {
  const store = {
    team: {}, bot: "", users: new Map(), channels: new Map(), messages: new Map(), views: {}, homes: {}, clock: 0, seq: 0, stage: null,
  };

  const all = () => [...store.messages.values()];

  /** Take the whole state; gives the messages that were not known before, oldest first (none on the first load). */
  store.load = (state) => {
    const known = store.seq > 0 || store.users.size > 0 ? store.messages : null;
    store.team = state.team ?? {};
    store.bot = state.me_bot.user_id;
    store.users = new Map(state.users.map((user) => [user.id, user]));
    store.channels = new Map(state.channels.map((channel) => [channel.id, channel]));
    store.messages = new Map(state.messages.map((message) => [keyOf(message), message]));
    store.views = state.views ?? {};
    store.homes = state.homes ?? {};
    store.clock = seconds(state.clock);
    store.seq = state.seq;
    store.stage = state.stage ?? null;
    return known ? [...store.messages.values()].filter((message) => !known.has(keyOf(message))).sort((a, b) => (a.ts < b.ts ? -1 : 1)) : [];
  };

  /** Take one event; says what kind of thing changed, and the message when it is a new one. */
  store.apply = (event) => {
    store.seq = event.seq;
    if (event.clock !== undefined) store.clock = seconds(event.clock);
    const { message } = event;
    switch (event.type) {
      case "message":
      case "ephemeral":
      case "message_changed": {
        const fresh = !store.messages.has(keyOf(message));
        store.messages.set(keyOf(message), message);
        store.clock = Math.max(store.clock, Math.floor(Number(message.ts)));
        return fresh ? message : null;
      }
      case "message_deleted": {
        for (const [key, had] of store.messages) if (had.channel === event.channel && had.ts === event.deleted_ts) store.messages.delete(key);
        return null;
      }
      case "view":
        store.views[event.user] = event.view ?? null;
        return null;
      case "home":
        store.homes[event.user] = event.view;
        return null;
      case "channel":
        store.channels.set(event.channel.id, event.channel);
        return null;
      case "user":
        store.users.set(event.user.id, event.user);
        return null;
      default:
        return null;
    }
  };

  /** The `ts` of the newest message, in one channel or anywhere. */
  store.newest = (channel) => all().reduce((last, m) => ((!channel || m.channel === channel) && m.ts > last ? m.ts : last), "0");

  store.isBot = (id) => id === store.bot || store.users.get(id)?.is_bot === true;
  store.people = () => [...store.users.values()].filter((user) => !store.isBot(user.id));

  /** First name, what they do, how their avatar looks: one view of a user for every place that shows one. */
  store.person = (id) => {
    const user = store.users.get(id) ?? { id, name: id };
    const name = user.real_name || user.name;
    const initials = name.split(/\s+/).map((word) => [...word][0]).slice(0, 2).join("").toUpperCase();
    const hue = Math.max(0, [...store.users.keys()].indexOf(id)) % HUES;
    return { id, name, role: user.title ?? "", initials, hue, bot: store.isBot(id), guest: user.is_guest === true, tz: user.tz ?? "UTC", locale: user.locale };
  };

  const mine = (channel, me) => channel.members?.includes(me) || channel.user === me;
  const shown = (message, me) => !message.ephemeral_for || message.ephemeral_for === me;
  const byTs = (a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0);

  /** Channels a person can see: public ones, private ones they are in, their own direct messages. */
  store.channelsFor = (me) => {
    const visible = [...store.channels.values()].filter((channel) => mine(channel, me) || (!channel.is_im && !channel.private));
    return {
      channels: visible.filter((channel) => !channel.is_im).sort((a, b) => (a.name < b.name ? -1 : 1)),
      direct: visible.filter((channel) => channel.is_im),
    };
  };

  store.isMember = (channel, me) => mine(channel, me);

  store.channelTitle = (channel, me) => {
    if (!channel.is_im) return channel.name;
    const others = (channel.members ?? []).filter((id) => id !== me);
    return store.person(others[0] ?? (channel.user === me ? store.bot : channel.user)).name;
  };

  store.otherIn = (channel, me) => (channel.members ?? []).find((id) => id !== me) ?? (channel.user === me ? store.bot : channel.user);

  /** Messages that stand in the channel itself, oldest first. */
  store.channelMessages = (channel, me) => all()
    .filter((m) => m.channel === channel && shown(m, me) && (!m.thread_ts || m.thread_ts === m.ts ))
    .sort(byTs);

  store.root = (channel, ts) => store.messages.get(`${channel}/${ts}/`);

  store.replies = (channel, ts, me) => all()
    .filter((m) => m.channel === channel && m.thread_ts === ts && m.ts !== ts && shown(m, me))
    .sort(byTs);

  /** Replies by root of one channel, in one pass: {ts: {count, last, users}}. */
  store.replyCounts = (channel) => {
    const counts = new Map();
    for (const m of all()) {
      if (m.channel !== channel || !m.thread_ts || m.thread_ts === m.ts || m.ephemeral_for) continue;
      const had = counts.get(m.thread_ts) ?? { count: 0, last: "", users: [] };
      had.count += 1;
      if (m.ts > had.last) had.last = m.ts;
      if (!had.users.includes(m.user)) had.users.push(m.user);
      counts.set(m.thread_ts, had);
    }
    return counts;
  };

  /** How many messages in a channel (threads included) came from others after `since`. */
  store.newSince = (channel, me, since) => all().filter((m) => m.channel === channel && m.user !== me && shown(m, me) && m.ts > since).length;

  /** The same, but only what is meant for them: direct messages, what only they see, and where their name is called. */
  store.meantFor = (channel, me, since) => all().filter((m) => m.channel === channel.id && m.user !== me && shown(m, me) && m.ts > since
    && (channel.is_im || m.ephemeral_for === me || sourceOf(m).includes(`<@${me}>`))).length;

  return store;
}
