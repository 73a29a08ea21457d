/* What is typed and chosen: fields with label, hint and error, choices, lists that are searched. */

import { clear, freshId, h } from "./ui.js";
import { t } from "./words.js";

const head = (label, optional) => [label, optional && h("span.optional", " ", t("(optional)"))];

/** A labelled field. `control` gets the label, the hint and the error said with it. */
export const field = (label, control, { hint, error, optional } = {}) => {
  const input = control.matches("input, select, textarea") ? control : control.querySelector("input, select, textarea");
  if (input && !input.id) input.id = freshId();
  const said = [hint && h("p.hint", { id: `${input.id}-hint` }, hint), h("p.error", { id: `${input.id}-error`, hidden: !error }, error)];
  const node = h("div.field", h("label", { for: input.id }, head(label, optional)), said, control);
  describe(node, input, hint, error);
  node.wrong = (words) => {
    const line = said[1];
    clear(line, words ?? "");
    line.hidden = !words;
    describe(node, input, hint, words);
  };
  return node;
};

/** The same for several controls under one legend. */
export const group = (label, inside, { hint, error, optional } = {}) => {
  const id = freshId("g");
  const line = h("p.error", { id: `${id}-error`, hidden: !error }, error);
  const node = h("fieldset.field", h("legend", head(label, optional)), hint && h("p.hint", hint), line, inside);
  node.setAttribute("aria-describedby", line.id);
  node.classList.toggle("is-wrong", Boolean(error));
  node.wrong = (words) => {
    clear(line, words ?? "");
    line.hidden = !words;
    node.classList.toggle("is-wrong", Boolean(words));
  };
  return node;
};

const describe = (node, input, hint, error) => {
  node.classList.toggle("is-wrong", Boolean(error));
  const ids = [hint && `${input.id}-hint`, error && `${input.id}-error`].filter(Boolean).join(" ");
  if (ids) input.setAttribute("aria-describedby", ids);
  else input.removeAttribute("aria-describedby");
  if (error) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
};

export const text = ({ value = "", act, most = 120, type = "text", mode, complete = "off", ...rest } = {}) => {
  const node = h("input", { type, value, maxlength: most, inputmode: mode, autocomplete: complete, ...rest });
  if (act) node.addEventListener("input", () => act(node.value));
  return node;
};

export const words = ({ value = "", act, most = 500, rows = 3, ...rest } = {}) => {
  const node = h("textarea", { rows, maxlength: most, autocomplete: "off", ...rest });
  node.value = value;
  if (act) node.addEventListener("input", () => act(node.value));
  return node;
};

/** One of several, as rows (or side by side when `short`). `options`: [{value, label, under}]. */
export const choices = (options, { value, act, short = false, many = false, name = freshId("c") } = {}) => {
  const chosen = new Set(many ? value ?? [] : [value]);
  return h(
    short ? "div.choices.is-short" : "div.choices",
    options.map((one) => {
      const input = h("input", { type: many ? "checkbox" : "radio", name, value: one.value, checked: chosen.has(one.value) });
      input.addEventListener("change", () => {
        if (!many) act?.(one.value);
        else {
          if (input.checked) chosen.add(one.value);
          else chosen.delete(one.value);
          act?.(options.map((each) => each.value).filter((each) => chosen.has(each)));
        }
      });
      return h("label.choice", input, h("span", one.label, one.under && h("span.under", one.under)));
    }),
  );
};

export const tick = (label, { checked = false, act, under } = {}) => {
  const input = h("input", { type: "checkbox", checked });
  input.addEventListener("change", () => act?.(input.checked));
  const node = h("label.choice", input, h("span", label, under && h("span.under", under)));
  node.input = input;
  return node;
};

export const select = (options, { value, act, blank } = {}) => {
  const node = h(
    "select",
    blank !== undefined && h("option", { value: "" }, blank),
    options.map((one) => h("option", { value: one.value, selected: one.value === value }, one.label)),
  );
  node.addEventListener("change", () => act?.(node.value));
  return node;
};

/** Does what is searched stand in it, in whatever order its words come? */
export const matching = (query, ...texts) => {
  const where = texts.filter(Boolean).join(" ").toLowerCase();
  return query.toLowerCase().split(/\s+/).filter(Boolean).every((part) => where.includes(part));
};

/* Characters that tell nothing of what is looked for. */
const EMPTY = new Set("的了不没有在是和也很个又");

/** Those nearest to the words when none has them all: the more pieces of `size` characters they
    share the nearer, so that "灯坏了" finds "路灯不亮". */
export const likest = (query, all, textOf, size = 1, most = 8) => {
  const pieces = new Set();
  for (const part of query.toLowerCase().match(/\p{Script=Han}+|[a-z]{3,}/gu) ?? []) {
    if (/[a-z]/.test(part)) pieces.add(part);
    else for (let at = 0; at + size <= part.length; at += 1) pieces.add(part.slice(at, at + size));
  }
  for (const one of EMPTY) pieces.delete(one);
  const shared = all.map((one) => {
    const where = textOf(one).toLowerCase();
    return { one, n: [...pieces].filter((piece) => where.includes(piece)).length };
  });
  return shared.filter(({ n }) => n > 0).sort((a, b) => b.n - a.n).slice(0, most).map(({ one }) => one);
};

/** A list that is searched as you type. `find(query)` gives [{value, label, under}]; what is
    chosen stands instead of the search, with a way to change it. */
export const finder = ({ value, find, labelOf, act, hint, recent = [], none }) => {
  const node = h("div.finder");
  const input = h("input", { type: "search", autocomplete: "off", placeholder: hint, enterkeyhint: "search" });
  const list = h("div.found");
  const choose = (one) => {
    act(one);
    draw(one);
    node.querySelector("button, input")?.focus();
  };
  const line = (one) => {
    const made = h("button.opens", { type: "button" }, h("span.row-main", h("span.row-title", one.label), one.under && h("span.row-line", one.under)));
    made.addEventListener("click", () => choose(one.value));
    return made;
  };
  const search = () => {
    const query = input.value.trim();
    const found = query ? find(query) : [];
    clear(list, found.slice(0, 40).map(line), query && !found.length && h("p.soft.more-in", none ?? t("Nothing fits these words.")));
  };
  const draw = (chosen) => {
    if (chosen) {
      const change = h("button.button.is-quiet", { type: "button" }, t("Change"));
      change.addEventListener("click", () => {
        draw(null);
        input.focus();
      });
      clear(node, h("div.chosen", h("span", labelOf(chosen)), change));
      return;
    }
    input.value = "";
    clear(list);
    const chips = recent.map((one) => {
      const made = h("button.button", { type: "button" }, one.label);
      made.addEventListener("click", () => choose(one.value));
      return made;
    });
    clear(node, chips.length > 0 && h("div.chips", chips), input, list);
  };
  input.addEventListener("input", search);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    list.querySelector("button")?.click();
  });
  if (!input.id) input.id = freshId();
  draw(value ?? null);
  return { node, input, draw };
};

/** Go to the first field that is wrong, after all of them were named. */
export const goToWrong = (root) => {
  const first = root.querySelector(".is-wrong");
  if (!first) return false;
  first.scrollIntoView({ block: "center" });
  first.querySelector("input, select, textarea, button")?.focus({ preventScroll: true });
  return true;
};
