// A modal view: drawn from the server's view, filled in here, sent back in the shape of Slack's view state.

import { blocks } from "./blocks.js";
import { byId, freshId, h, icon, wheel } from "./dom.js";
import { check } from "./inputs.js";
import { textObject } from "./mrkdwn.js";
import { t } from "./say.js";

// What was typed survives a reload of the page and an update of the view, by view id.
const drafts = {
  read(viewId) { return JSON.parse(sessionStorage.getItem(`draft:${viewId}`)); },
  write(viewId, values) { sessionStorage.setItem(`draft:${viewId}`, JSON.stringify(values)); },
  drop(viewId) { sessionStorage.removeItem(`draft:${viewId}`); },
};

function showErrors(box, errors) {
  let first = null;
  for (const place of box.querySelectorAll("[data-input]")) {
    const sentence = errors[place.dataset.input];
    place.querySelector(".error").textContent = sentence ?? "";
    const field = place.querySelector("[data-action]");
    if (sentence) { field?.setAttribute("aria-invalid", "true"); first ??= field; } else field?.removeAttribute("aria-invalid");
  }
  if (!first) return;
  (first.matches(".choices") ? first.querySelector("input") : first).focus();
}

/** Forget what was filled into fields that an update took away. */
function prune(values, view) {
  const there = new Set(view.blocks.flatMap((block) => [block.element, block.accessory, ...(block.elements ?? [])]
    .filter((element) => element?.action_id).map((element) => `${block.block_id}/${element.action_id}`)));
  for (const [blockId, actions] of Object.entries(values)) {
    for (const actionId of Object.keys(actions)) if (!there.has(`${blockId}/${actionId}`)) delete actions[actionId];
    if (Object.keys(actions).length === 0) delete values[blockId];
  }
}

/** What of a view is drawn; its hash and state change without anything to draw. */
function visible(view) {
  return JSON.stringify([view.id, view.title, view.submit, view.close, view.blocks]);
}

/**
 * Keeps one dialog in step with the view the server has for this person.
 * `context(hooks)` makes the drawing context; `api` sends; `tell` shows a sentence when sending failed.
 */
export function createModal({ context, api, tell }) {
  let box = null, drawn = null;

  function take() {
    box?.close();
    box?.remove();
    box = null;
    drawn = null;
  }

  function draw(view, me) {
    const before = drawn?.id === view.id ? drawn : null;
    const values = before ? before.values : drafts.read(view.id) ?? structuredClone(view.state?.values ?? {});
    prune(values, view);
    const scroll = box?.querySelector(".dialog-body")?.scrollTop ?? 0;
    const focused = before && document.activeElement?.dataset?.action;
    const caret = focused && document.activeElement.selectionStart;

    const note = (blockId, element, entry) => {
      (values[blockId] ??= {})[element.action_id] = entry;
      drafts.write(view.id, values);
    };
    const dispatch = (blockId, element, entry) => api.click({ user: me, view_id: view.id, block_id: blockId, action_id: element.action_id, ...entry }).catch(tell);
    const ctx = context({
      current: (blockId, actionId) => values[blockId]?.[actionId],
      note,
      choose: (blockId, element, entry) => {
        if (element.type !== "button" && element.type !== "overflow") note(blockId, element, entry);
        return dispatch(blockId, element, entry);
      },
      set: (block, entry) => {
        note(block.block_id, block.element, entry);
        return block.dispatch_action ? dispatch(block.block_id, block.element, entry) : undefined;
      },
    });

    const close = () => { drafts.drop(view.id); return api.close({ user: me, view_id: view.id }).catch(tell); };
    const title = freshId("modal");
    const submit = view.submit && h("button", { type: "submit", class: "btn primary" }, textObject(view.submit, ctx));
    const problem = h("div", { class: "error whole", role: "alert" });
    const form = h("form", { novalidate: true, onsubmit: send },
      h("div", { class: "dialog-head" }, h("span", { class: "avatar bot" }, wheel()), h("h2", { id: title }, textObject(view.title, ctx)),
        h("button", { type: "button", class: "ghost", "aria-label": t("modal.close"), onclick: close }, icon("close"))),
      h("div", { class: "dialog-body" }, blocks(view.blocks, ctx)),
      problem,
      h("div", { class: "dialog-foot" },
        h("button", { type: "button", class: "btn", onclick: close }, view.close ? textObject(view.close, ctx) : t(view.submit ? "modal.cancel" : "modal.close")), submit));

    async function send(event) {
      event.preventDefault();
      if (!submit) return;
      problem.textContent = "";
      const wrong = check(view, values);
      showErrors(box, wrong);
      if (Object.keys(wrong).length > 0) return;
      submit.classList.add("working");
      try {
        const answer = await api.submit({ user: me, view_id: view.id, values });
        const errors = answer.errors ?? answer.response?.errors;
        if (errors) showErrors(box, errors);
        else drafts.drop(view.id);
      } catch (fault) {
        problem.textContent = fault.message;
      } finally {
        submit.classList.remove("working");
      }
    }

    if (!box) {
      box = h("dialog", { class: "dialog modal" });
      box.addEventListener("cancel", (event) => { event.preventDefault(); box.querySelector(".dialog-head .ghost").click(); });
      byId("dialogs").append(box);
    }
    box.setAttribute("aria-labelledby", title);
    box.replaceChildren(form);
    if (!box.open) box.showModal();
    drawn = { id: view.id, values, source: visible(view), me };
    form.querySelector(".dialog-body").scrollTop = before ? scroll : 0;
    const again = focused && form.querySelector(`[data-action="${CSS.escape(focused)}"]`);
    (again || form.querySelector(".dialog-body :is(input, textarea, .select, .btn)") || submit || form.querySelector(".ghost")).focus();
    if (again && Number.isInteger(caret)) again.setSelectionRange(caret, caret);
    if (!before && view.errors) showErrors(box, view.errors);
  }

  return function show(view, me) {
    if (!view) return take();
    if (drawn && drawn.me === me && drawn.source === visible(view)) return undefined;
    if (drawn && drawn.me !== me) take();
    return draw(view, me);
  };
}
