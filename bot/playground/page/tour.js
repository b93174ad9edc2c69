// Five steps for the first visit, each beside what it is about; gone for good once it was seen or put away.

import { freshId, h } from "./dom.js";
import { t } from "./say.js";

const SEEN = "unstick.tour";
const STEPS = [
  ["start", ".channel .composer-box"],
  ["people", ".topbar .who"],
  ["clock", ".topbar .clock"],
  ["stories", ".story"],
  ["curtain", ".stage-tools"],
];
const GAP = 10;

function put(card, target) {
  const box = target?.getBoundingClientRect();
  if (!box || box.width === 0) { card.style.left = "16px"; card.style.top = "120px"; return; }
  const size = card.getBoundingClientRect();
  const below = box.bottom + GAP + size.height < window.innerHeight;
  card.style.top = `${Math.max(GAP, below ? box.bottom + GAP : box.top - size.height - GAP)}px`;
  card.style.left = `${Math.max(GAP, Math.min(box.left, window.innerWidth - size.width - GAP))}px`;
}

export function createTour() {
  let card = null, at = 0;

  const shown = () => STEPS[at];
  const replace = () => { if (card) put(card, document.querySelector(shown()[1])); };

  function end() {
    localStorage.setItem(SEEN, "yes");
    putAway();
  }

  function putAway() {
    document.querySelectorAll(".toured").forEach((each) => each.classList.remove("toured"));
    card?.remove();
    card = null;
    removeEventListener("resize", replace);
  }

  function step(to) {
    if (to >= STEPS.length) return end();
    at = to;
    const [name, where] = shown(), target = document.querySelector(where), title = freshId("tour"), last = at + 1 === STEPS.length;
    document.querySelectorAll(".toured").forEach((each) => each.classList.remove("toured"));
    target?.classList.add("toured");
    const next = h("button", { type: "button", class: "btn primary", onclick: () => step(at + 1) }, t(last ? "tour.done" : "tour.next"));
    card.setAttribute("aria-labelledby", title);
    card.replaceChildren(
      h("h2", { id: title }, t(`tour_title.${name}`)),
      h("p", {}, t(`tour_text.${name}`)),
      h("div", { class: "tour-foot" },
        h("span", { class: "tour-count" }, t("tour.count", { number: at + 1, all: STEPS.length })),
        h("button", { type: "button", class: "btn", onclick: end }, t("tour.skip")),
        at > 0 && h("button", { type: "button", class: "btn", onclick: () => step(at - 1) }, t("tour.back")),
        next));
    put(card, target);
    return next.focus();
  }

  function start() {
    if (card) end();
    card = h("section", { class: "tour", role: "dialog", "aria-modal": "false", onkeydown: (event) => { if (event.key === "Escape") end(); } });
    document.body.append(card);
    addEventListener("resize", replace);
    step(0);
  }

  return { start, putAway, greet: () => { if (!localStorage.getItem(SEEN)) start(); }, end };
}
