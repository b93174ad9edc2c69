// Slack's confirmation dialog, and a small dialog for anything else that needs a yes.

import { freshId, h } from "./dom.js";
import { textObject } from "./mrkdwn.js";

/** Resolves to true when the person says yes; at once when there is nothing to confirm. */
export function confirmFirst(confirm, ctx) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const title = freshId("confirm"), words = freshId("confirm");
    const yes = h("button", { type: "button", class: `btn ${confirm.style === "danger" ? "danger" : "primary"}`, onclick: () => done(true) },
      textObject(confirm.confirm, ctx));
    const no = h("button", { type: "button", class: "btn", onclick: () => done(false) }, textObject(confirm.deny, ctx));
    const box = h("dialog", { class: "dialog confirm", role: "alertdialog", "aria-labelledby": title, "aria-describedby": words },
      h("h2", { id: title }, textObject(confirm.title, ctx)),
      h("div", { class: "dialog-body", id: words }, textObject(confirm.text, ctx)),
      h("div", { class: "dialog-foot" }, no, yes));
    function done(answer) {
      box.close();
      box.remove();
      resolve(answer);
    }
    box.addEventListener("cancel", (event) => { event.preventDefault(); done(false); });
    document.body.append(box);
    box.showModal();
    yes.focus();
  });
}
