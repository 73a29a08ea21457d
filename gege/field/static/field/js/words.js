/* The words of the app. A text in code is its English; the Chinese comes with /field/words.json,
   which the phone keeps. */

let tables = {};
let spoken = "zh-hans";

/** Load the words once. Without them the app speaks English rather than nothing. */
export const loadWords = async (address = "/field/words.json") => {
  if (Object.keys(tables).length) return;
  const answer = await fetch(address);
  if (answer.ok) tables = await answer.json();
};

export const language = () => spoken;

/** Speak one of the languages that words.json has. */
export const speak = (name) => {
  spoken = name === "en" ? "en" : "zh-hans";
  document.documentElement.lang = spoken;
};

const filled = (words, values) =>
  values ? words.replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? String(values[name]) : whole)) : words;

/** A text in the language spoken, its %(name)s filled in. */
export const t = (id, values) => filled(tables[spoken]?.[id] ?? id, values);

/** One or many; `n` fills %(n)s. Both texts stand in the list of texts. */
export const plural = (one, many, n, values) => t(n === 1 ? one : many, { n, ...values });
