// Elements one picks with: buttons, selects, overflow, dates, radio buttons, check boxes. The same in messages and modals.
// Each reports `ctx.choose(blockId, element, entry, node)`, `entry` being what Slack keeps as the element's state.

import { confirmFirst } from "./confirm.js";
import { freshId, h, icon } from "./dom.js";
import { openMenu } from "./menu.js";
import { mrkdwn, textObject, words } from "./mrkdwn.js";
import { t } from "./say.js";
import { fromWall, toWall } from "./time.js";

const plain = (object) => object?.text ?? "";

/** The control shows that it was pressed until the server has answered; it is never locked. */
async function send(node, blockId, element, entry, ctx) {
  if (!(await confirmFirst(element.confirm, ctx))) return;
  node.classList.add("working");
  node.setAttribute("aria-busy", "true");
  try {
    await ctx.choose(blockId, element, entry, node);
  } finally {
    node.classList.remove("working");
    node.removeAttribute("aria-busy");
  }
}

function button(blockId, element, ctx) {
  const node = h("button", {
    type: "button", class: `btn ${element.style ?? ""}`, "data-action": element.action_id, "aria-label": element.accessibility_label,
    onclick: () => {
      if (element.url && /^https?:/i.test(element.url) && !ctx.visit?.(element.url)) window.open(element.url, "_blank", "noopener,noreferrer");
      return send(node, blockId, element, { type: "button", value: element.value }, ctx);
    },
  }, h("span", { class: "btn-words" }, textObject(element.text, ctx)));
  return node;
}

function optionItems(element, current) {
  const groups = element.option_groups ?? [{ options: element.options ?? [] }];
  return groups.flatMap((group) => group.options.map((option) => ({
    value: option.value, option, group: group.label && plain(group.label), searchText: plain(option.text),
    label: words(plain(option.text)), hint: option.description && words(plain(option.description)),
    selected: current.includes(option.value),
  })));
}

function peopleItems(element, current, ctx) {
  return ctx.people().map((person) => ({
    value: person.id, label: person.name, searchText: person.name, hint: person.role, lead: person.avatar(),
    selected: current.includes(person.id),
  }));
}

function channelItems(element, current, ctx) {
  return ctx.channels().map((channel) => ({ value: channel.id, label: `#${channel.name}`, searchText: channel.name, selected: current.includes(channel.id) }));
}

/** How each kind of select lists, stores and names what it holds. */
const SELECTS = {
  static_select: {
    list: optionItems, one: "selected_option", many: "selected_options", initial: (e) => e.initial_option,
    entry: (item) => item.option, id: (option) => option.value, name: (option) => plain(option.text),
  },
  users_select: {
    list: peopleItems, one: "selected_user", many: "selected_users", initial: (e) => e.initial_user,
    entry: (item) => item.value, id: (user) => user, name: (user, ctx) => ctx.userName(user),
  },
  channels_select: {
    list: channelItems, one: "selected_channel", many: "selected_channels", initial: (e) => e.initial_channel,
    entry: (item) => item.value, id: (channel) => channel, name: (channel, ctx) => `#${ctx.channelName(channel)}`,
  },
};
SELECTS.conversations_select = {
  ...SELECTS.channels_select, one: "selected_conversation", many: "selected_conversations", initial: (e) => e.initial_conversation,
};

function select(blockId, element, ctx) {
  const multi = element.type.startsWith("multi_");
  const how = SELECTS[element.type.replace("multi_", "")];
  const kept = ctx.current(blockId, element.action_id);
  const field = multi ? how.many : how.one;
  const first = multi ? element[how.many.replace("selected", "initial")] ?? [] : how.initial(element) ?? null;
  let value = kept ? kept[field] : first;
  const holds = () => (multi ? value : value ? [value] : []);
  const face = h("span", { class: "select-words" });
  const node = h("button", {
    type: "button", class: "select", "data-action": element.action_id, "aria-haspopup": "listbox", "aria-expanded": "false",
    onclick: () => openMenu(node, { label: plain(element.placeholder) || t("field.options"), items: how.list(element, holds().map(how.id), ctx), many: multi }, picked),
  }, face, icon("chevron"));
  function show() {
    const names = holds().map((entry) => how.name(entry, ctx));
    face.replaceChildren(...(names.length ? words(names.join(", ")) : words(plain(element.placeholder) || t("field.choose"))));
    face.classList.toggle("placeholder", names.length === 0);
  }
  function picked(item) {
    const entry = how.entry(item);
    if (multi) value = item.selected ? [...value, entry] : value.filter((had) => how.id(had) !== item.value);
    else value = entry;
    show();
    send(node, blockId, element, { type: element.type, [field]: value }, ctx);
  }
  show();
  if (!kept) ctx.note(blockId, element, { type: element.type, [field]: value });
  return node;
}

function overflow(blockId, element, ctx) {
  const node = h("button", {
    type: "button", class: "btn more", "data-action": element.action_id, "aria-label": t("field.more"), "aria-haspopup": "menu", "aria-expanded": "false",
    onclick: () => openMenu(node, { label: t("field.more"), role: "menu", items: optionItems(element, []) },
      (item) => send(node, blockId, element, { type: "overflow", selected_option: item.option }, ctx)),
  }, icon("more"));
  return node;
}

const asItIs = (value) => value;
const CALENDAR = {
  datepicker: { input: "date", field: "selected_date", initial: "initial_date", label: "field.date", read: asItIs, write: asItIs },
  timepicker: { input: "time", field: "selected_time", initial: "initial_time", label: "field.time", read: asItIs, write: asItIs },
  // Slack keeps an instant; the field shows it on the person's own clock.
  datetimepicker: {
    input: "datetime-local", field: "selected_date_time", initial: "initial_date_time", label: "field.moment",
    read: fromWall, write: toWall,
  },
};

function calendar(blockId, element, ctx) {
  const how = CALENDAR[element.type];
  const kept = ctx.current(blockId, element.action_id);
  const value = kept ? kept[how.field] : element[how.initial] ?? null;
  const shown = value ? how.write(value, ctx.me.tz) : "";
  const node = h("input", {
    type: how.input, class: "text-field date", value: shown, "data-action": element.action_id, "aria-label": plain(element.placeholder) || t(how.label),
    onchange: () => send(node, blockId, element, { type: element.type, [how.field]: node.value ? how.read(node.value, ctx.me.tz) : null }, ctx),
  });
  if (!kept) ctx.note(blockId, element, { type: element.type, [how.field]: value });
  return node;
}

function boxes(blockId, element, ctx) {
  const many = element.type === "checkboxes";
  const kept = ctx.current(blockId, element.action_id);
  const first = many ? element.initial_options ?? [] : element.initial_option ?? null;
  const field = many ? "selected_options" : "selected_option";
  const value = kept ? kept[field] : first;
  const on = new Set((many ? value : value ? [value] : []).map((option) => option.value));
  const name = freshId("choice");
  const group = h("div", { class: "choices", role: many ? "group" : "radiogroup", "data-action": element.action_id });
  const inputs = element.options.map((option) => {
    const input = h("input", { type: many ? "checkbox" : "radio", name, value: option.value, checked: on.has(option.value), onchange: changed });
    const say = (object) => (object.type === "mrkdwn" ? mrkdwn(object.text, ctx) : words(object.text));
    const more = option.description && h("span", { class: "hint" }, say(option.description));
    group.append(h("label", { class: "choice" }, input, h("span", {}, say(option.text), more)));
    return input;
  });
  function changed() {
    const picked = element.options.filter((_, index) => inputs[index].checked);
    send(group, blockId, element, { type: element.type, [field]: many ? picked : picked[0] ?? null }, ctx);
  }
  if (!kept) ctx.note(blockId, element, { type: element.type, [field]: value });
  return group;
}

const KINDS = {
  button, workflow_button: button, overflow, checkboxes: boxes, radio_buttons: boxes,
  datepicker: calendar, timepicker: calendar, datetimepicker: calendar,
  ...Object.fromEntries(Object.keys(SELECTS).flatMap((type) => [[type, select], [`multi_${type}`, select]])),
};

export function isChoice(type) {
  return type in KINDS;
}

export function choice(blockId, element, ctx) {
  return KINDS[element.type](blockId, element, ctx);
}
