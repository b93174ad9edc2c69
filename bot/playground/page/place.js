// Where the person behind this browser tab stands: who they are, which channel and thread are open, what they have read.
// The place is kept per tab (two tabs can be two people), what was read is kept per browser.

const PLACE = "unstick.place";
const READ = "unstick.read";

function readJson(storage, key) {
  try {
    return JSON.parse(storage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

export function createPlace(store) {
  const kept = readJson(sessionStorage, PLACE);
  const place = { me: kept.me, spots: kept.spots ?? {} };
  let read = readJson(localStorage, READ);

  const save = () => sessionStorage.setItem(PLACE, JSON.stringify({ me: place.me, spots: place.spots }));
  const spot = () => (place.spots[place.me] ??= {});
  const clockTs = () => `${Math.floor(store.clock)}.999999`;

  /** After a load: fall back to what exists, and forget marks of another run (one whose clock was ahead of this one). */
  place.settle = () => {
    const people = store.people();
    if (!people.some((user) => user.id === place.me)) place.me = people[0]?.id;
    if (read.team !== store.team.id || !read.from || [read.from, ...Object.values(read.marks)].some((mark) => mark > clockTs())) {
      read = { team: store.team.id, from: store.newest(), marks: {} };
      localStorage.setItem(READ, JSON.stringify(read));
    }
    const { channels, direct } = store.channelsFor(place.me);
    if (![...channels, ...direct].some((channel) => channel.id === spot().channel)) {
      const joined = channels.filter((channel) => store.isMember(channel, place.me));
      const first = joined.find((channel) => store.isMember(channel, store.bot)) ?? joined[0] ?? channels[0] ?? direct[0];
      place.spots[place.me] = { channel: first?.id };
    }
    const { channel, thread } = spot();
    if (thread && !store.root(channel, thread)) delete spot().thread;
    save();
  };

  place.channel = () => spot().channel;
  place.thread = () => spot().thread;
  place.be = (me) => { place.me = me; place.settle(); };
  place.go = (channel) => { if (spot().channel !== channel || spot().home) place.spots[place.me] = { channel }; save(); };
  place.atHome = () => spot().home === true;
  place.goHome = () => { spot().home = true; delete spot().thread; save(); };
  place.openThread = (ts) => { spot().thread = ts; save(); };
  place.closeThread = () => { delete spot().thread; save(); };

  place.readUntil = (channel, me = place.me) => read.marks?.[`${me}/${channel}`] ?? read.from;
  place.markRead = (channel, ts) => {
    const key = `${place.me}/${channel}`;
    if (!ts || ts <= place.readUntil(channel)) return false;
    read.marks[key] = ts;
    localStorage.setItem(READ, JSON.stringify(read));
    return true;
  };
  place.unread = (channel, me = place.me) => store.newSince(channel, me, place.readUntil(channel, me));

  /** What waits for a person and is meant for them, over all the channels they are in. */
  place.waiting = (me) => {
    const { channels, direct } = store.channelsFor(me);
    return [...channels.filter((channel) => store.isMember(channel, me)), ...direct]
      .reduce((sum, channel) => sum + store.meantFor(channel, me, place.readUntil(channel.id, me)), 0);
  };

  return place;
}
