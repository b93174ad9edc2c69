// The clock's stops, and turning it.

import { secondsUntil } from "./time.js";

export const STOPS = ["hour", "checkin", "monday", "month"];

/** What the server is told of a stop: the next check-in is known there, the others are times on the person's own wall. */
export function turnTo(stop, now, zone) {
  return stop === "checkin" ? { next: "checkin" } : { advance_seconds: secondsUntil(stop, now, zone) };
}
