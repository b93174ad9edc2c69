// The place to type. Enter sends, Shift+Enter breaks the line; in a channel a text that begins with / is a command.

import { freshId, h, icon } from "../dom.js";
import { pieces, t } from "../say.js";

// What was begun in each place, kept over a reload of this tab.
const begun = {
  read: (scope) => sessionStorage.getItem(`begun:${scope}`) ?? "",
  write: (scope, text) => (text === "" ? sessionStorage.removeItem(`begun:${scope}`) : sessionStorage.setItem(`begun:${scope}`, text)),
};

/**
 * `send(text)` returns a promise; when it fails the words stay in the field and the reason is shown.
 * `suggestion`: a text to tap into the field.
 */
export function createComposer({ label, send, suggestion }) {
  const problemId = freshId("problem");
  let scope = null;
  const field = h("textarea", {
    class: "composer-field", rows: 1, "aria-label": label, "aria-describedby": problemId, autocomplete: "off", spellcheck: "true",
    oninput: grow,
    onkeydown: (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); }
    },
  });
  const problem = h("div", { class: "error composer-problem", id: problemId, role: "alert" });
  const button = h("button", { type: "button", class: "send", "aria-label": t("compose.send"), onclick: submit }, icon("send"));
  const hint = suggestion && h("button", {
    type: "button", class: "suggestion", onclick: () => { field.value = suggestion; grow(); field.focus(); },
  }, h("code", {}, suggestion));
  const foot = h("div", { class: "composer-foot" }, hint && h("span", { class: "hint-words" }, t("compose.try")), hint,
    h("span", { class: "keys" }, pieces("compose.keys", { enter: h("kbd", {}, "Enter"), lines: h("kbd", {}, "Shift+Enter") })));
  const box = h("div", { class: "composer-box" }, field, button);
  const node = h("div", { class: "composer" }, problem, box, foot);

  function grow() {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 180)}px`;
    button.classList.toggle("ready", field.value.trim() !== "");
    if (scope) begun.write(scope, field.value);
  }

  async function submit() {
    const text = field.value;
    if (text.trim() === "") return;
    const from = scope;
    field.value = "";
    problem.textContent = "";
    grow();
    box.classList.add("working");
    try {
      await send(text);
    } catch (fault) {
      problem.textContent = fault.message;
      if (from === scope && field.value === "") { field.value = text; grow(); }
      else if (from !== scope) begun.write(from, text);
    } finally {
      box.classList.remove("working");
    }
  }

  return {
    node,
    focus: () => field.focus(),
    /** Each place keeps what was begun there. */
    move(to, placeholder) {
      field.placeholder = placeholder;
      if (to === scope) return;
      scope = to;
      field.value = begun.read(to);
      problem.textContent = "";
      grow();
    },
  };
}
