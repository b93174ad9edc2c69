// A file in a message: what it is, a way to download it, and a look at what it holds. The page shows only its own.

import { rows } from "../csv.js";
import { h } from "../dom.js";
import { t } from "../say.js";

const KILO = 1024;
const LARGEST_PREVIEW = 256 * KILO;
const ROWS_SHOWN = 5; // below the head
const LINES_SHOWN = 9;

function size(bytes) {
  return bytes < KILO ? `${bytes} B` : bytes < KILO * KILO ? `${Math.round(bytes / KILO)} KB` : `${(bytes / KILO / KILO).toFixed(1)} MB`;
}

const open = (one) => ({ href: one.url_private, target: "_blank", rel: "noopener" });

function picture(one) {
  return h("a", open(one), h("img", { src: one.url_private, alt: one.alt_txt || one.title, class: "picture" }));
}

/** The first page, drawn by the browser's own viewer; to be looked at, a click opens the whole in a tab. */
function firstPage(one) {
  if (!navigator.pdfViewerEnabled) return null;
  return h("a", { ...open(one), class: "file-page", "aria-label": t("file.open", { name: one.title || one.name }) },
    h("iframe", { src: `${one.url_private}#toolbar=0&navpanes=0&view=FitH`, title: t("file.preview", { name: one.title || one.name }), loading: "lazy", tabindex: "-1", inert: true }));
}

function table(text, one) {
  const [head = [], ...body] = rows(text);
  const left = body.length - ROWS_SHOWN;
  return [
    h("div", { class: "table-wrap", role: "group", tabindex: "0", "aria-label": t("file.preview", { name: one.title || one.name }) }, h("table", {},
      h("thead", {}, h("tr", {}, head.map((cell) => h("th", { scope: "col" }, cell)))),
      h("tbody", {}, body.slice(0, ROWS_SHOWN).map((row) => h("tr", {}, row.map((cell) => h("td", {}, cell))))))),
    left > 0 && h("div", { class: "file-kind" }, t("file.rows", { count: left })),
  ];
}

function beginning(text) {
  const lines = text.trimEnd().split("\n");
  return h("pre", { class: "file-lines" }, lines.slice(0, LINES_SHOWN).join("\n"), lines.length > LINES_SHOWN && "\n…");
}

/** What the file says, fetched when it is drawn. A preview that cannot be had is left out: the file is still there. */
function words(one, draw) {
  const place = h("div", { class: "file-preview" });
  fetch(one.url_private)
    .then((reply) => (reply.ok ? reply.text() : ""))
    .then((text) => { if (text !== "") place.append(...[draw(text, one)].flat().filter(Boolean)); })
    .catch(() => place.remove());
  return place;
}

function preview(one) {
  if (one.mimetype === "application/pdf") return firstPage(one);
  if (one.size > LARGEST_PREVIEW) return null;
  if (one.mimetype === "text/csv") return words(one, table);
  if (one.mimetype.startsWith("text/") || one.mimetype === "application/json") return words(one, beginning);
  return null;
}

export function file(one) {
  if (!one.url_private?.startsWith("/files/")) return null;
  const about = h("a", { class: "file-name", href: one.url_private_download, download: one.name }, one.title || one.name);
  const kind = h("span", { class: "file-kind" }, `${one.pretty_type} · ${size(one.size)} · ${one.name}`);
  if (one.mimetype.startsWith("image/")) return h("figure", { class: "file-picture" }, picture(one), h("figcaption", {}, about, kind));
  return h("div", { class: "file" },
    h("div", { class: "file-about" }, h("span", { class: "file-mark", "aria-hidden": "true" }, one.pretty_type.slice(0, 4)), h("div", {}, about, kind)),
    preview(one));
}
