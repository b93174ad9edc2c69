// The page's own words, in the language of the person's Slack. What Slack and the app say comes as it is.

const known = new Map();
const none = {};
let words = none, forms = new Intl.PluralRules("en");

/** Learn the language of a Slack locale; says whether the words are others than before. */
export async function learn(locale = "en") {
  const language = locale.split(/[-_]/)[0];
  if (!known.has(language)) {
    const reply = await fetch(`/words/${language}.json`);
    if (!reply.ok) throw new Error(`words: ${reply.status}`);
    known.set(language, await reply.json());
  }
  const { language: shipped, words: found } = known.get(language);
  if (words !== none && document.documentElement.lang === shipped) return false;
  words = found;
  forms = new Intl.PluralRules(shipped);
  document.documentElement.lang = shipped;
  return true;
}

function text(id, values) {
  const word = words[id];
  return typeof word === "object" ? word[forms.select(values.count)] : word ?? id;
}

/** The text of that id with its {names} filled in; `count` also decides its form. */
export function t(id, values = {}) {
  return text(id, values).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** The same in pieces, for names that are nodes. */
export function pieces(id, nodes) {
  return text(id, nodes).split(/\{(\w+)\}/).map((piece, index) => (index % 2 === 1 ? nodes[piece] : piece));
}

/** The text of that id, or null where there is none. */
export function maybe(id) {
  return id in words ? t(id) : null;
}
