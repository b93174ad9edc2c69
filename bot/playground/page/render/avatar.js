// Who is who: initials on a colour that stays the same, the wheel for the app.

import { h, wheel } from "../dom.js";

export function avatar(person, size = "") {
  if (person.bot) return h("span", { class: `avatar bot ${size}`, "aria-hidden": "true" }, wheel());
  return h("span", { class: `avatar hue-${person.hue} ${size}`, "aria-hidden": "true" }, person.initials);
}
