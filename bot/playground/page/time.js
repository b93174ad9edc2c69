// Playground time: what a clock on the wall of the person shows, and how far the next stop is.

import { t } from "./say.js";

const DAY = 86400;

/** Seconds since 1970 of whatever form the server gave: ISO 8601, or seconds as a number or text. */
export function seconds(value) {
  if (typeof value === "number") return value;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value);
  return Date.parse(value) / 1000;
}

/** The calendar fields of an instant in a zone: year, month, day, hour, minute, weekday (0 is Sunday). */
export function fields(at, zone) {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone, hourCycle: "h23", weekday: "short", year: "numeric", month: "numeric", day: "numeric",
    hour: "numeric", minute: "numeric", second: "numeric",
  });
  const found = {};
  for (const { type, value } of format.formatToParts(at * 1000)) found[type] = value;
  return {
    year: Number(found.year), month: Number(found.month), day: Number(found.day),
    hour: Number(found.hour), minute: Number(found.minute), second: Number(found.second),
    weekday: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].indexOf(found.weekday),
  };
}

/** The instant at which the wall clock of a zone shows these fields (twice, since the offset may change on the way). */
function instant(zone, year, month, day, hour, minute, second = 0) {
  const wanted = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
  let at = wanted;
  for (let round = 0; round < 2; round += 1) {
    const shown = fields(at, zone);
    at += wanted - Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second) / 1000;
  }
  return at;
}

/** `2026-12-04T09:30` on the wall clock of a zone as seconds since 1970, and back. */
export function fromWall(text, zone) {
  const [year, month, day, hour, minute] = text.split(/[-T:]/).map(Number);
  return instant(zone, year, month, day, hour, minute);
}

export function toWall(at, zone) {
  const f = fields(at, zone), two = (number) => String(number).padStart(2, "0");
  return `${f.year}-${two(f.month)}-${two(f.day)}T${two(f.hour)}:${two(f.minute)}`;
}

/** Whole seconds from `now` to a named stop, in the person's own zone. */
export function secondsUntil(stop, now, zone) {
  const f = fields(now, zone);
  const morning = (days) => instant(zone, f.year, f.month, f.day + days, 9, 0);
  if (stop === "hour") return 3600;
  if (stop === "tomorrow") return Math.round(morning(1) - now);
  if (stop === "monday") {
    const today = morning((8 - f.weekday) % 7);
    return Math.round((today > now ? today : morning(((8 - f.weekday) % 7) + 7)) - now);
  }
  const later = { week: 7, month: 28 }[stop];
  if (later) return Math.round(instant(zone, f.year, f.month, f.day + later, f.hour, f.minute, f.second) - now);
  throw new Error(`no such stop: ${stop}`);
}

/** Our own choice of words for dates: day before month, 24 hours, unless the person's language says otherwise. */
function formatter(person, options) {
  const locale = (person.locale ?? "en-GB").replace("_", "-");
  return new Intl.DateTimeFormat(locale.startsWith("en") ? "en-GB" : locale, { timeZone: person.tz ?? "UTC", ...options });
}

export function clockTime(at, person) {
  return formatter(person, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at * 1000);
}

export function longDay(at, person) {
  return formatter(person, { weekday: "long", day: "numeric", month: "long" }).format(at * 1000);
}

export function clockFace(at, person) {
  const day = formatter(person, { weekday: "short", day: "numeric", month: "short", year: "numeric" }).format(at * 1000);
  return { day, time: clockTime(at, person) };
}

/** The same day in the person's zone? */
export function dayKey(at, zone) {
  const f = fields(at, zone);
  return `${f.year}-${f.month}-${f.day}`;
}

function pretty(at, now, person, options) {
  const names = { 0: t("day.today"), 1: t("day.yesterday"), "-1": t("day.tomorrow") };
  const a = fields(at, person.tz), n = fields(now, person.tz);
  const apart = (Date.UTC(n.year, n.month - 1, n.day) - Date.UTC(a.year, a.month - 1, a.day)) / 1000 / DAY;
  return names[apart] ?? formatter(person, options).format(at * 1000);
}

/** Slack's `<!date^…>` with its placeholders; null when it holds one we do not know, so that the fallback is shown. */
export function slackDate(at, pattern, now, person) {
  const medium = { day: "numeric", month: "long", year: "numeric" };
  const short = { day: "numeric", month: "short", year: "numeric" };
  const long = { weekday: "long", ...medium };
  const say = (options) => formatter(person, options).format(at * 1000);
  const known = {
    date: () => say(medium), date_short: () => say(short), date_long: () => say(long),
    date_num: () => say({ year: "numeric", month: "2-digit", day: "2-digit" }),
    date_pretty: () => pretty(at, now, person, medium),
    date_short_pretty: () => pretty(at, now, person, short),
    date_long_pretty: () => pretty(at, now, person, long),
    time: () => clockTime(at, person),
    time_secs: () => say({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }),
  };
  let complete = true;
  const text = pattern.replace(/\{(\w+)\}/g, (_, name) => {
    if (!known[name]) complete = false;
    return known[name]?.() ?? "";
  });
  return complete ? text : null;
}
