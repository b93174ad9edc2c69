// Who you are and what time it is, and the ways to change both.

import { STOPS, turnTo } from "../clock.js";
import { h, icon, wheel } from "../dom.js";
import { openMenu } from "../menu.js";
import { t } from "../say.js";
import { clockFace } from "../time.js";
import { avatar } from "./avatar.js";

/** A title inside a sentence: "Operations lead" loses its capital, "COO" keeps it. */
function inSentence(title) {
  return /^.[\p{Lu}\d]/u.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1);
}

/** `be(userId)` switches the person, `turn(how)` moves the clock, `toggleSide()` shows the channel list on narrow screens. */
export function createTopbar({ store, place, be, turn, toggleSide }) {
  const face = h("span", { class: "who-face" }), words = h("span", { class: "who-words" }), waiting = h("span", { class: "count", hidden: true });
  const who = h("button", {
    type: "button", class: "who", "aria-haspopup": "listbox", "aria-expanded": "false", onclick: choosePerson,
  }, face, words, waiting, icon("chevron"));
  const day = h("span", { class: "clock-day" }), time = h("span", { class: "clock-time" });
  const clock = h("div", { class: "clock-face", role: "status", "aria-label": t("top.time") }, icon("clock"), day, time);
  const side = h("button", { type: "button", class: "ghost side-toggle", "aria-label": t("side.channels"), "aria-expanded": "false", onclick: toggleSide }, icon("menu"));
  const stops = STOPS.map((stop) => {
    const button = h("button", { type: "button", class: "stop", "data-stop": stop, onclick: async () => {
      button.classList.add("working");
      await turn(turnTo(stop, store.clock, store.person(place.me).tz));
      button.classList.remove("working");
    } }, t(`top.${stop}`, { time: "9:00" }));
    return button;
  });
  const node = h("header", { class: "topbar" },
    side,
    h("div", { class: "brand" }, h("span", { class: "avatar bot small" }, wheel()), h("span", { class: "brand-name" }, "Unstick", h("span", {}, t("top.brand")))),
    h("div", { class: "clock", role: "group", "aria-label": t("top.clock") }, clock, h("div", { class: "stops" }, stops)),
    who);

  function choosePerson() {
    openMenu(who, {
      label: t("top.be_other"),
      items: store.people().map((user) => {
        const person = store.person(user.id), count = user.id === place.me ? 0 : place.waiting(user.id);
        const zone = person.tz.split("/").pop().replaceAll("_", " ");
        return {
          value: user.id, label: person.name, searchText: person.name, lead: avatar(person), selected: user.id === place.me,
          hint: [person.role, person.guest && t("top.guest"), `${zone}, ${clockFace(store.clock, person).time}`].filter(Boolean).join(" · "),
          tail: count > 0 ? h("span", { class: "count", "aria-label": t("top.unread", { count }) }, count) : user.id === place.me ? icon("check") : null,
        };
      }),
    }, (item) => be(item.value));
  }

  function draw() {
    const person = store.person(place.me), shown = clockFace(store.clock, person);
    const key = JSON.stringify([person, shown]);
    if (node.dataset.key !== key) {
      node.dataset.key = key;
      face.replaceChildren(avatar(person));
      const role = person.role ? h("span", { class: "who-role" }, `, ${inSentence(person.role)}`) : "";
      words.replaceChildren(h("span", { class: "who-label" }, t("top.you_are")), h("strong", {}, person.name), role);
      day.textContent = shown.day;
      time.textContent = shown.time;
    }
    const others = store.people().filter((user) => user.id !== place.me && place.waiting(user.id) > 0).length;
    waiting.hidden = others === 0;
    waiting.textContent = others;
    waiting.title = t("top.others", { count: others });
    who.setAttribute("aria-label", `${t("top.you_are")}${[person.name, person.role].filter(Boolean).join(", ")}${others > 0 ? `. ${waiting.title}` : ""}`);
  }

  return { node, draw, side };
}
