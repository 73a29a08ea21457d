/* What the screens before the app have in common: one column, one deed, words for what went wrong. */

import { clear, freshId, h } from "./ui.js";
import { language, t } from "./words.js";
import { show } from "./face.js";

/* A field with its label above and its hint; `input` is the element. */
export const field = (label, { hint, type = "text", ...more }) => {
  const id = freshId("door");
  const input = h("input", { id, type, "aria-describedby": hint ? `${id}-hint` : null, ...more });
  const error = h("p.error", { id: `${id}-error`, hidden: true });
  const node = h(
    "div.field",
    h("label", { for: id }, label),
    hint && h("p.hint", { id: `${id}-hint` }, hint),
    error,
    input,
  );
  const wrong = (words) => {
    node.classList.toggle("is-wrong", Boolean(words));
    error.hidden = !words;
    clear(error, words || null);
    if (words) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    const said = [words && error.id, hint && `${id}-hint`].filter(Boolean).join(" ");
    if (said) input.setAttribute("aria-describedby", said);
    else input.removeAttribute("aria-describedby");
  };
  return { node, input, wrong };
};

export const pinField = (label, more = {}) =>
  field(label, { type: "password", inputmode: "numeric", autocomplete: "off", maxlength: "32", ...more });

/* The page: name of the app, title, words, the form, and the other language below. */
export const page = (root, { title, lead, form, below = [], again }) => {
  const other = language() === "en" ? ["zh-hans", "中文"] : ["en", "English"];
  const change = h("button.button.is-quiet", { type: "button", lang: other[0] }, other[1]);
  change.addEventListener("click", () => {
    show({ language: other[0] });
    again();
  });
  document.title = title;
  clear(
    root,
    h(
      "main.door",
      h("p.door-name", t("Gege handheld")),
      h("h1", { tabindex: -1 }, title),
      lead && h("p.door-lead", lead),
      form,
      h("div.door-below", below, change),
    ),
  );
};

/* A place for what went wrong with the whole form; read out when it comes. */
export const trouble = () => {
  const node = h("div.door-trouble", { role: "alert" });
  return { node, say: (words) => clear(node, words && h("p.note.note-wrong", words)) };
};

const FAULTS = {
  pin_short: () => t("At least six digits."),
  pin_digits: () => t("Digits only."),
  pin_easy: () => t("This PIN is too easy to guess."),
  offline: () => t("The platform cannot be reached. Entering for the first time needs a network."),
  full_device: () => t("This phone has no room left. Free some and try again."),
  other_account: () => t("This phone belongs to another worker. They have to leave it first."),
};

/* An error of the engine in words; the platform's own words come first. */
export const sentence = (error) =>
  error.text || FAULTS[error.code]?.() || t("It did not work. Please try again.");
