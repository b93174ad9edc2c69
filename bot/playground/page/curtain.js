// Behind the curtain: the bot and its process, faults on demand, the reasons as they stand, the outbox, each exchange.

import { h } from "./dom.js";
import { words } from "./mrkdwn.js";
import { t } from "./say.js";

// What can be made to go wrong once, by the name of its words.
const FAULTS = {
  slow_down: { method: "*", kind: "429", retry_after: 2 },
  no_answer: { method: "chat.postMessage", kind: "timeout_after" },
  not_stored: { method: "chat.postMessage", kind: "drop" },
  twice: { method: "event", kind: "duplicate" },
  tap_twice: { method: "interactive", kind: "duplicate" },
};
const SHOWN = 60;

/** `look(name)` asks the server, `act(name, body)` tells it, `language()` is the person's. */
export function createCurtain({ look, act }) {
  const bot = h("div", { class: "bot-line" });
  const note = h("p", { class: "drawer-note", role: "status" });
  const reasons = h("div", { class: "reasons" });
  const outbox = h("div", { class: "outbox" });
  const exchanges = h("div", { class: "exchanges" });
  const faults = h("div", { class: "fault-buttons" }, Object.entries(FAULTS).map(([name, fault]) => h("button", {
    type: "button", class: "btn", onclick: async () => {
      await act("fault", fault);
      note.textContent = t("curtain.next", { what: t(`fault.${name}`) });
    },
  }, t(`fault.${name}`))));
  const node = h("div", { class: "drawer-body" },
    part("bot", bot, faults, note), part("reasons", reasons), part("outbox", outbox), part("exchanges", exchanges));
  const open = new Set();

  function part(name, ...inside) {
    return h("section", {}, h("h3", {}, t(`curtain.${name}`)), inside);
  }

  /** A fold that stays as it was when the list is drawn again. */
  function fold(key, head, inside) {
    const node = h("details", { open: open.has(key), ontoggle: () => { if (node.open) open.add(key); else open.delete(key); } },
      h("summary", {}, head), inside);
    return node;
  }

  function drawBot({ up, pid, starts }) {
    const state = up ? t("bot.up", { pid, starts }) : t(pid ? "bot.starting" : "bot.down");
    const button = pid
      ? h("button", { type: "button", class: "btn danger", onclick: () => act("kill", {}) }, t("bot.kill"))
      : h("button", { type: "button", class: "btn primary", onclick: () => act("start", {}) }, t("bot.start"));
    const key = `${up}/${pid}`;
    if (bot.dataset.key === key) return;
    const focused = bot.contains(document.activeElement);
    bot.dataset.key = key;
    bot.replaceChildren(h("span", { class: `bot-dot ${up ? "up" : "down"}`, "aria-hidden": "true" }), h("span", { role: "status" }, state), button);
    if (focused) button.focus();
  }

  function drawReasons({ pilot, reasons: all, answers }) {
    reasons.replaceChildren(
      h("p", { class: "drawer-note" }, pilot ? t("curtain.about", { pilot, count: answers }) : t("curtain.no_pilot")),
      ...all.map((reason) => fold(reason.id,
        [h("span", { class: "reason-state" }, reason.state), h("span", { class: "reason-name" }, reason.name), h("span", { class: "weight" }, reason.decibans)],
        h("table", { class: "trace" }, h("tbody", {}, reason.trace.map((row) => h("tr", {}, h("td", {}, row.what === "prior" ? t("curtain.prior") : h("code", {}, row.what)), h("td", { class: "weight" }, row.weight))))))));
  }

  function drawOutbox({ waiting, letters }) {
    outbox.replaceChildren(h("p", { class: "drawer-note" }, t("curtain.waiting", { count: waiting })),
      h("ol", { tabindex: "0", "aria-label": t("curtain.outbox") }, letters.map((letter) => h("li", { class: `letter ${letter.state}` },
        h("code", {}, letter.id.replace(/^[^.]+\./, "")), h("span", {}, `${letter.act} · ${letter.state}${letter.tries > 1 ? ` · ${letter.tries}×` : ""}${letter.fault ? ` · ${letter.fault}` : ""}`)))));
  }

  function drawExchanges({ exchanges: all }) {
    exchanges.replaceChildren(...all.slice(-SHOWN).reverse().map((one) => fold(`x${one.seq}`,
      [h("span", { class: "arrow", "aria-label": t(one.to_app ? "curtain.to_bot" : "curtain.from_bot") }, one.to_app ? "→" : "←"), h("code", {}, one.what),
        h("span", { class: one.trouble ? "trouble" : "status" }, [one.trouble, one.status, one.retry ? `${one.retry}↻` : null, one.ms === null ? null : `${one.ms} ms`].filter(Boolean).join(" · "))],
      h("pre", { tabindex: "0" }, words(JSON.stringify(one.said, null, 1)), "\n\n", words(JSON.stringify(one.answer, null, 1))))));
  }

  async function refresh() {
    const [behind, line] = await Promise.all([look(`behind?language=${document.documentElement.lang}`), look("exchanges")]);
    drawBot(behind.bot);
    drawReasons(behind);
    drawOutbox(behind.outbox);
    drawExchanges(line);
  }

  return { node, refresh };
}
