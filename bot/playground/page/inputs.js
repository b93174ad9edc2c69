// Input blocks: label, field, hint and the place where an error of that block stands.

import { choice, isChoice } from "./choices.js";
import { freshId, h } from "./dom.js";
import { textObject } from "./mrkdwn.js";
import { t } from "./say.js";

const TYPES = { number_input: "text", email_text_input: "email", url_text_input: "url", plain_text_input: "text" };

function textField(block, ctx) {
  const element = block.element;
  const kept = ctx.current(block.block_id, element.action_id);
  const value = kept ? kept.value : element.initial_value ?? null;
  const props = {
    class: "text-field", value: value ?? "", placeholder: element.placeholder?.text, "data-action": element.action_id, autocomplete: "off",
    maxlength: element.max_length, oninput: () => ctx.note(block.block_id, element, { type: element.type, value: node.value === "" ? null : node.value }),
    onkeydown: (event) => {
      if (event.key === "Enter" && block.dispatch_action && !element.multiline) {
        event.preventDefault();
        ctx.choose(block.block_id, element, { type: element.type, value: node.value }, node);
      }
    },
  };
  const node = element.multiline ? h("textarea", { rows: 4, ...props })
    : h("input", { type: TYPES[element.type], inputmode: element.type === "number_input" ? "decimal" : null, ...props });
  if (!kept) ctx.note(block.block_id, element, { type: element.type, value });
  return node;
}

export function inputBlock(block, ctx) {
  const element = block.element;
  const label = freshId("label"), hint = freshId("hint"), error = freshId("error");
  if (!isChoice(element.type) && !(element.type in TYPES)) {
    return h("div", { class: "unknown" }, t("field.unknown", { kind: element.type }));
  }
  const inForm = { ...ctx, choose: (id, same, entry) => ctx.set(block, entry) };
  const field = isChoice(element.type) ? choice(block.block_id, element, inForm) : textField(block, ctx);
  // A radio or check group and a select are named by the label; typing fields are tied to it so that a click on it enters them.
  field.id ||= freshId("field");
  const tied = ["INPUT", "TEXTAREA", "BUTTON"].includes(field.tagName);
  field.setAttribute("aria-labelledby", field.classList.contains("select") ? `${label} ${field.id}` : label);
  field.setAttribute("aria-describedby", `${block.hint ? `${hint} ` : ""}${error}`);
  return h("div", { class: "input-block", "data-input": block.block_id },
    h(tied ? "label" : "div", { class: "label", id: label, for: tied ? field.id : null },
      textObject(block.label, ctx), block.optional && h("span", { class: "optional" }, t("field.optional"))),
    field,
    block.hint && h("div", { class: "hint", id: hint }, textObject(block.hint, ctx)),
    h("div", { class: "error", id: error, role: "alert" }));
}

const EMPTY = (entry) => {
  if (!entry) return true;
  const value = Object.entries(entry).find(([name]) => name !== "type")?.[1];
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
};

/** What Slack's own client checks before it sends: required fields, lengths, numbers and their bounds. `{block_id: sentence}` */
export function check(view, values) {
  const errors = {};
  for (const block of view.blocks.filter((item) => item.type === "input")) {
    const element = block.element, entry = values[block.block_id]?.[element.action_id];
    if (EMPTY(entry)) {
      if (!block.optional) errors[block.block_id] = t("field.required");
    } else if (element.type === "number_input") {
      const number = Number(entry.value);
      if (!/^-?\d+([.]\d+)?$/.test(entry.value.trim())) errors[block.block_id] = t("field.number");
      else if (!element.is_decimal_allowed && !Number.isInteger(number)) errors[block.block_id] = t("field.whole");
      else if (element.min_value !== undefined && number < Number(element.min_value)) errors[block.block_id] = t("field.least", { number: element.min_value });
      else if (element.max_value !== undefined && number > Number(element.max_value)) errors[block.block_id] = t("field.most", { number: element.max_value });
    } else if (element.min_length && entry.value.length < element.min_length) {
      errors[block.block_id] = t("field.short", { count: element.min_length });
    }
  }
  return errors;
}
