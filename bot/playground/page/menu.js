// A list to pick from, laid over the page: selects, overflow menus and the person switcher share it.

import { freshId, h, icon } from "./dom.js";
import { t } from "./say.js";

function place(panel, anchor) {
  const box = anchor.getBoundingClientRect();
  const room = 8;
  panel.style.minWidth = `${Math.min(Math.max(box.width, 180), window.innerWidth - 2 * room)}px`;
  panel.style.maxWidth = `${Math.min(440, window.innerWidth - 2 * room)}px`;
  const below = window.innerHeight - box.bottom - 2 * room;
  const above = box.top - 2 * room;
  const up = below < Math.min(panel.scrollHeight, 240) && above > below;
  panel.style.maxHeight = `${Math.min(380, up ? above : below)}px`;
  const size = panel.getBoundingClientRect();
  panel.style.left = `${Math.max(room, Math.min(box.left, window.innerWidth - size.width - room))}px`;
  panel.style.top = `${up ? box.top - size.height - 4 : box.bottom + 4}px`;
}

function itemNode(item, role, many) {
  const chosen = role === "option" ? { "aria-selected": item.selected ? "true" : "false" } : {};
  return h("div", { class: `menu-item${item.danger ? " danger" : ""}`, role, id: freshId("item"), tabindex: "-1", "data-value": item.value, ...chosen },
    many && h("span", { class: "menu-tick", "aria-hidden": "true" }, icon("check")), item.lead,
    h("span", { class: "menu-words" }, h("span", { class: "menu-label" }, item.label), item.hint && h("span", { class: "menu-hint" }, item.hint)),
    item.tail);
}

/** The control that opened a list, or, when its message was drawn anew meanwhile, the one that stands in its place. */
function standing(anchor, where) {
  if (anchor.isConnected) return anchor;
  const { action } = anchor.dataset;
  return action && document.querySelector(`${where} [data-action="${CSS.escape(action)}"]`);
}

/** Where a control stands, in words that outlive its node: its message, or the dialog or tab it is in. */
function placeOf(anchor) {
  const message = anchor.closest("[data-ts]");
  if (message) return `${anchor.closest(".thread") ? ".thread" : ".channel"} [data-ts="${message.dataset.ts}"]`;
  return anchor.closest("dialog") ? "dialog[open]" : ".home";
}

/**
 * Open a list under `anchor`; `onPick(item)` gets what was picked. Arrow keys, Home, End, typing ahead, Enter and Escape work.
 * `items`: {value, label, hint?, lead?, tail?, group?, selected?, searchText}. With `many` the list stays open, each pick
 * turns one entry on or off, and `onPick` gets it as it is now.
 */
export function openMenu(anchor, { label, items, role = "listbox", many = false }, onPick) {
  const itemRole = role === "menu" ? "menuitem" : "option";
  const panel = h("div", { class: "menu", popover: "auto", role, "aria-label": label, id: freshId("menu"), "aria-multiselectable": many ? "true" : null });
  const rows = [], where = placeOf(anchor);
  let group;
  for (const item of items) {
    if (item.group !== group) {
      group = item.group;
      if (group) panel.append(h("div", { class: "menu-group", role: "presentation" }, group));
    }
    const node = itemNode(item, itemRole, many);
    node.addEventListener("click", () => pick(item));
    node.addEventListener("mousemove", () => { if (document.activeElement !== node) node.focus({ preventScroll: true }); });
    panel.append(node);
    rows.push({ item, node });
  }
  if (rows.length === 0) panel.append(h("div", { class: "menu-empty" }, t("field.nothing")));

  let typed = "", typedAt = 0;
  const step = (to) => rows[Math.max(0, Math.min(rows.length - 1, to))]?.node.focus();
  // Only the entry one is at can be tabbed to, so that the list is one stop among the page's controls.
  panel.addEventListener("focusin", (event) => rows.forEach(({ node }) => node.setAttribute("tabindex", node === event.target ? "0" : "-1")));
  const here = () => rows.findIndex(({ node }) => node === document.activeElement);

  function pick(item) {
    if (many) {
      item.selected = !item.selected;
      rows.find((row) => row.item === item).node.setAttribute("aria-selected", String(item.selected));
    } else panel.hidePopover();
    onPick(item);
  }

  panel.addEventListener("keydown", (event) => {
    const moves = { ArrowDown: here() + 1, ArrowUp: here() - 1, Home: 0, End: rows.length - 1 };
    if (event.key in moves) step(moves[event.key]);
    else if ((event.key === "Enter" || (event.key === " " && typed === "")) && here() >= 0) pick(rows[here()].item);
    else if (event.key === "Tab") { panel.hidePopover(); return; }
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      typed = event.timeStamp - typedAt > 800 ? event.key.toLowerCase() : typed + event.key.toLowerCase();
      typedAt = event.timeStamp;
      const hit = rows.find(({ item }) => String(item.searchText ?? item.label).toLowerCase().startsWith(typed));
      hit?.node.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  panel.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    anchor.setAttribute("aria-expanded", "false");
    const hadFocus = panel.contains(document.activeElement) || document.activeElement === document.body;
    panel.remove();
    if (hadFocus) standing(anchor, where)?.focus({ preventScroll: true });
  });

  (anchor.closest("dialog") ?? document.body).append(panel);
  panel.showPopover();
  place(panel, anchor);
  anchor.setAttribute("aria-expanded", "true");
  (rows.find(({ item }) => item.selected) ?? rows[0])?.node.focus({ preventScroll: false });
}
