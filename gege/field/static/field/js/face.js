/* Language and size of print before anybody is known. Kept in the clear: they say nothing of anybody. */

import { loadWords, speak } from "./words.js";

const NAME = "gege-field-face";

export const face = () => {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? {};
  } catch {
    return {};
  }
};

/* Shows the app in a language and size, and remembers both for the next opening. */
export const show = ({ language, large_print }) => {
  const next = { language: language ?? face().language, large_print: large_print ?? face().large_print };
  localStorage.setItem(NAME, JSON.stringify(next));
  speak(next.language);
  document.documentElement.classList.toggle("large-print", Boolean(next.large_print));
};

/* Before the first screen: the words, and the language used last, else the browser's. */
export const loadFace = async (address) => {
  await loadWords(address).catch(() => {});
  const kept = face();
  const first = /^en/i.test(navigator.language) ? "en" : "zh-hans";
  speak(kept.language ?? first);
  document.documentElement.classList.toggle("large-print", Boolean(kept.large_print));
};
