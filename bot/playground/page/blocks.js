// Block Kit to nodes. `ctx` knows who is looking, names, dates, and what to do when something is picked.

import { choice, isChoice } from "./choices.js";
import { fragment, h } from "./dom.js";
import { inputBlock } from "./inputs.js";
import { textObject } from "./mrkdwn.js";
import { markdown, richText } from "./richtext.js";
import { t } from "./say.js";

function picture(element, small) {
  const source = element.image_url ?? element.slack_file?.url ?? "";
  // Only pictures that this server holds, or that came inside the message: the page never calls anybody else.
  const own = source.startsWith("/") || source.startsWith("data:image/") || source.startsWith(`${location.origin}/`);
  if (!own) return h("span", { class: "image-elsewhere" }, t("block.picture", { name: element.alt_text }));
  return h("img", { src: source, alt: element.alt_text, class: small ? "thumb" : "picture" });
}

function element(blockId, item, ctx) {
  if (isChoice(item.type)) return choice(blockId, item, ctx);
  if (item.type === "image") return picture(item, true);
  if (item.type === "mrkdwn" || item.type === "plain_text") return textObject(item, ctx);
  return h("div", { class: "unknown" }, t("field.unknown", { kind: item.type }));
}

const BLOCKS = {
  section(block, ctx) {
    return h("div", { class: "section" },
      h("div", { class: "section-main" },
        block.text && h("div", { class: "text" }, textObject(block.text, ctx)),
        block.fields && h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "field-text" }, textObject(field, ctx))))),
      block.accessory && h("div", { class: "accessory" }, element(block.block_id, block.accessory, ctx)));
  },
  header: (block, ctx) => h("div", { class: "header", role: "heading", "aria-level": ctx.level ?? 2 }, textObject(block.text, ctx)),
  divider: () => h("hr", { class: "divider" }),
  context: (block, ctx) => h("div", { class: "context" }, block.elements.map((item) => h("div", { class: "context-item" }, element(block.block_id, item, ctx)))),
  actions: (block, ctx) => h("div", { class: "actions" }, block.elements.map((item) => element(block.block_id, item, ctx))),
  context_actions: (block, ctx) => BLOCKS.actions(block, ctx),
  image: (block, ctx) => h("figure", {}, block.title && h("figcaption", {}, textObject(block.title, ctx)), picture(block, false)),
  rich_text: (block, ctx) => h("div", { class: "text" }, richText(block, ctx)),
  markdown: (block, ctx) => h("div", { class: "text" }, markdown(block.text, ctx.level ?? 2)),
  input: (block, ctx) => inputBlock(block, ctx),
  table(block, ctx) {
    const settings = block.column_settings ?? [];
    const cell = (tag, item, index) => h(tag, {
      scope: tag === "th" ? "col" : null,
      class: `${settings[index]?.align ? `align-${settings[index].align}` : ""}${settings[index]?.is_wrapped ? " wrapped" : ""}`,
    }, item.type === "rich_text" ? richText(item, ctx) : textObject({ type: "plain_text", text: String(item.text ?? item.value ?? "") }, ctx));
    const [head, ...body] = block.rows;
    return h("div", { class: "table-wrap", role: "group", tabindex: "0", "aria-label": t("block.table") }, h("table", {},
      h("thead", {}, h("tr", {}, head.map((item, index) => cell("th", item, index)))),
      h("tbody", {}, body.map((row) => h("tr", {}, row.map((item, index) => cell("td", item, index)))))));
  },
};

/** A block that this page cannot draw says so in its place, and takes nothing else with it. */
function inside(block, ctx) {
  try {
    return BLOCKS[block.type](block, ctx);
  } catch {
    return h("div", { class: "unknown" }, t("block.unknown", { kind: block.type }));
  }
}

function draw(block, ctx) {
  return h("div", { class: `block block-${block.type}`, "data-block": block.block_id }, inside(block, ctx));
}

export function blocks(list, ctx) {
  return fragment(list.map((block) => draw(block, ctx)));
}
