// Building nodes. Everything on the page passes through here as text nodes and attributes:
// nothing that was said can become markup.

const SVG = "http://www.w3.org/2000/svg";

function put(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on") && typeof value === "function") {
    node.addEventListener(name.slice(2), value);
  } else if (name === "value" || name === "checked" || name === "disabled") {
    node[name] = value;
  } else {
    node.setAttribute(name, value === true ? "" : String(value));
  }
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false || child === "") continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

/** An HTML element: attributes by name, `on…` handlers, children as nodes or text. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) put(node, name, value);
  return append(node, children);
}

/** The same for drawings. */
export function svg(tag, props = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) put(node, name, value);
  return append(node, children);
}

export function fragment(...children) {
  return append(document.createDocumentFragment(), children);
}

export function byId(id) {
  return document.getElementById(id);
}

let counter = 0;

/** An id that no other node has, to tie labels and hints to their field. */
export function freshId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** Slack escapes exactly these three; everything else is text as it stands. */
export function unescapeText(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

export function escapeText(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const SMALL = { viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false", class: "icon" };

function stroke(d) {
  return svg("path", { d, fill: "none", stroke: "currentColor", "stroke-width": 1.6, "stroke-linecap": "round", "stroke-linejoin": "round" });
}

const PATHS = {
  close: "M4 4l8 8M12 4l-8 8",
  back: "M10 3L5 8l5 5",
  chevron: "M4 6.5l4 4 4-4",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  reply: "M3 4.5h10v6.5H8l-3 2.5V11H3z",
  eye: "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM8 9.6a1.6 1.6 0 100-3.2 1.6 1.6 0 000 3.2z",
  send: "M2.5 3l11 5-11 5 1.6-5zM4.1 8h5",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  down: "M8 3v9.5M4 9l4 4 4-4",
  lock: "M4.5 7.5h7v5.5h-7zM6 7.5V5.5a2 2 0 014 0v2",
  clock: "M8 2.2a5.8 5.8 0 100 11.6A5.8 5.8 0 008 2.2zM8 5v3.2l2.2 1.4",
  check: "M3.5 8.5l3 3 6-7",
  play: "M5 3.5l7.5 4.5L5 12.5z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
};

export function icon(name) {
  return svg("svg", { ...SMALL, "data-icon": name }, stroke(PATHS[name]));
}

/** The product's mark: a wheel that has just left the ground. */
export function wheel() {
  const line = { fill: "none", stroke: "currentColor", "stroke-linecap": "round" };
  return svg("svg", { viewBox: "3 4 33 33", "aria-hidden": "true", focusable: "false", class: "wheel" },
    svg("circle", { cx: 21, cy: 16.5, r: 9.2, ...line, "stroke-width": 3.4 }),
    svg("circle", { cx: 21, cy: 16.5, r: 2.2, fill: "currentColor" }),
    svg("path", { d: "M21 10.5v2.6M21 19.9v2.6M15 16.5h2.6M24.4 16.5H27", ...line, "stroke-width": 2 }),
    svg("path", { d: "M7 33.5h12M23.5 33.5H33", ...line, "stroke-width": 2.6 }),
    svg("path", { d: "M5.5 27.5l4.6-1.6M4.5 22l3.6-1.2", ...line, "stroke-width": 2, opacity: 0.7 }));
}
