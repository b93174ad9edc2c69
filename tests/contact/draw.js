async ({ title, rows, columns, width }) => {
  const { blocks } = await import("/blocks.js");
  const { h } = await import("/dom.js");
  const { learn } = await import("/say.js");
  const { messageNode } = await import("/render/message.js");
  const state = await (await fetch("/play/state")).json();
  const people = Object.fromEntries(state.users.map((user) => [user.id, user]));
  const person = (id) => ({
    id, name: people[id]?.real_name ?? id, initials: "U", hue: 1, bot: id === state.me_bot.user_id, tz: "America/Chicago", locale: "en-GB",
  });
  const me = person("U0LUCIAM");
  const ctx = {
    me, userName: (id) => person(id).name, channelName: () => "orders", date: () => "", people: () => [], channels: () => [],
    current: () => undefined, note: () => undefined, choose: () => undefined, set: () => undefined,
  };
  const form = (view) => h("div", { class: "contact-form" },
    view.title && h("h2", {}, view.title.text), blocks(view.blocks.map((block, n) => ({ block_id: `f${n}`, ...block })), ctx),
    h("div", { class: "dialog-foot" },
      view.close && h("span", { class: "btn" }, view.close.text), view.submit && h("span", { class: "btn primary" }, view.submit.text)));
  const cell = ({ view, message }) => (view ? form(view) : messageNode(message, { store: { person }, me, ctx, compact: false }));

  const style = new CSSStyleSheet();
  style.replaceSync(`
    html, body { height: auto; overflow: visible; display: block; }
    #contact { display: grid; grid-template-columns: repeat(${columns.length}, ${width}px); gap: 0 12px; padding: 20px; width: max-content; background: var(--paper, white); }
    #contact > h1, #contact > h3 { grid-column: 1 / -1; margin: 18px 0 4px; font-size: 15px; }
    #contact > h1 { font-size: 20px; }
    #contact .column { font-size: 12px; opacity: .7; }
    #contact .cell { border: 1px solid #8884; border-radius: 8px; padding: 6px 0; min-width: 0; overflow: hidden; align-self: start; }
    #contact .contact-form { padding: 8px 16px; }
    #contact .tools { display: none; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
  const grid = h("div", { id: "contact" }, h("h1", {}, title), columns.map((name) => h("div", { class: "column" }, name)));
  document.body.replaceChildren(grid);
  for (const row of rows) {
    grid.append(h("h3", {}, row.name));
    for (const name of columns) {
      await learn(name.split(" ")[0]);
      grid.append(row.cells[name] ? h("div", { class: "cell" }, cell(row.cells[name])) : h("div"));
    }
  }
}
