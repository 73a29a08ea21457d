/* What screens are made of: a small h(), and the parts that every screen uses. Nothing is ever
   written as HTML, so nothing that a person typed can become one. */

import { t } from "./words.js";

const put = (node, child) => {
  if (child === null || child === undefined || child === false || child === true) return;
  if (Array.isArray(child)) for (const one of child) put(node, one);
  else node.append(child instanceof Node ? child : String(child));
};

const set = (node, name, value) => {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
  else if (name === "data") for (const [key, one] of Object.entries(value)) node.dataset[key] = one;
  else if (name === "value") node.value = value;
  else if (name === "checked" || name === "selected" || name === "disabled" || name === "open") node[name] = Boolean(value);
  else node.setAttribute(name, value === true ? "" : value);
};

/** h("p.soft#id", {on: {click}}, "words", node, [more]): an element. Nothing and false are left out. */
export const h = (tag, properties, ...children) => {
  const given = properties && properties.constructor === Object;
  const [name, ...marks] = tag.split(/(?=[.#])/);
  const node = document.createElement(name);
  for (const mark of marks) {
    if (mark[0] === "#") node.id = mark.slice(1);
    else node.classList.add(mark.slice(1));
  }
  put(node, given ? children : [properties, ...children]);
  if (given) for (const [key, value] of Object.entries(properties)) set(node, key, value);
  return node;
};

export const clear = (node, ...children) => {
  node.replaceChildren();
  put(node, children);
  return node;
};

let last = 0;
export const freshId = (name = "f") => `${name}-${(last += 1)}`;

// -- Times: those of the county, whatever the phone thinks of its zone --------------------------

const ZONE = "Asia/Shanghai";
const SHORT = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "short" });

/** A moment as 2026-11-23 14:05, without the day when it is today's (as `today` says it). */
export const when = (moment, today = null) => {
  if (!moment) return "";
  if (/^\d{4}-\d\d-\d\d$/.test(moment)) return moment;
  const words = SHORT.format(new Date(moment));
  return words.slice(0, 10) === (today ?? dayOf(new Date())) ? words.slice(11) : words;
};

/** The county's day of a moment, as 2026-11-23. */
export const dayOf = (moment) => SHORT.format(new Date(moment)).slice(0, 10);

export const minutesSince = (moment, now = new Date()) => Math.max(0, Math.floor((now - new Date(moment)) / 60000));

export const lasted = (minutes) =>
  minutes < 60
    ? t("%(n)s min", { n: minutes })
    : t("%(hours)s h %(minutes)s min", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });

export const metres = (distance) =>
  distance < 1000 ? t("%(n)s m", { n: Math.round(distance) }) : t("%(n)s km", { n: (distance / 1000).toFixed(1) });

// -- Small parts ---------------------------------------------------------------------------------

const SHAPES = { green: "●", yellow: "▲", red: "■", none: "○", paused: "○", ended: "" };

/** Shape, word and colour. */
export const light = (name, words) => {
  const shape = SHAPES[name] ?? "○";
  return h(`span.light.light-${SHAPES[name] === undefined ? "none" : name}`, shape && h("span.shape", { "aria-hidden": "true" }, shape), h("span.word", words));
};

export const mark = (words, firm = false) => h(firm ? "span.mark.is-firm" : "span.mark", words);

/** A deed to press. `first` is the one filled button of a screen; `to` makes it a link. */
export const button = (words, { act, to, first, grave, quiet, wide, id, disabled, label, data } = {}) => {
  const marks = [first && ".is-first", grave && ".is-grave", quiet && ".is-quiet", wide && ".is-wide"].filter(Boolean).join("");
  if (to) return h(`a.button${marks}`, { href: to, id, "aria-label": label, data }, words);
  const made = h(`button.button${marks}`, { type: "button", id, disabled, "aria-label": label, data }, words);
  if (act) made.addEventListener("click", (event) => busy(made, () => act(event)));
  return made;
};

/** Do a thing once, however often the button is pressed; the button says that it is at it. */
export const busy = async (node, act) => {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  try {
    await act();
  } finally {
    node.removeAttribute("aria-busy");
  }
};

export const section = (title, ...rest) => {
  const more = rest[0]?.constructor === Object ? rest.shift() : {};
  return h("section.section", { id: more.id }, h("header", h("h2", title), more.aside), rest);
};

export const empty = (title, words, deed) =>
  h("div.empty", h("p.empty-title", title), words && h("p.soft", words), deed);

/** A row that opens something: title, a line of what else is known, something at its end. */
export const row = ({ to, act, title, lines = [], end, id, data }) => {
  const inside = [
    h("span.row-main", h("span.row-title", title), lines.filter(Boolean).map((line) => h("span.row-line", line))),
    end && h("span.row-end", end),
  ];
  if (to) return h("li.row", { data }, h("a.opens", { href: to, id }, inside));
  if (act) {
    const made = h("button.opens", { type: "button", id }, inside);
    made.addEventListener("click", () => busy(made, act));
    return h("li.row", { data }, made);
  }
  return h("li.row.is-still", { data }, h("div.opens", { id }, inside));
};

export const rows = (...children) => h("ul.rows", children);

export const facts = (pairs) =>
  h("dl.facts", pairs.filter((pair) => pair && pair[1]).map(([name, value]) => h("div", h("dt", name), h("dd", value))));

export const note = (kind, ...children) => h(`div.note.note-${kind}`, { role: kind === "wrong" ? "alert" : null }, children);

export const more = (title, inside, open = false) => h("details.more", { open }, h("summary", title), h("div.more-in", inside));

// -- Saying and asking ---------------------------------------------------------------------------

let talk = null;
let silence = 0;

/** Say what happened, for some seconds, also to who listens instead of looking. */
export const say = (words) => {
  if (!talk?.isConnected) {
    talk = h("div.said", { role: "status", "aria-live": "polite" });
    document.body.append(talk);
  }
  clearTimeout(silence);
  clear(talk, h("p", words));
  silence = setTimeout(() => clear(talk), 6000);
};

/** Ask once, in words; the answer is true or false. */
export const ask = (words, { yes, no = t("Cancel"), grave = false, title = null } = {}) =>
  new Promise((answer) => {
    const done = (value) => () => {
      frame.close();
      frame.remove();
      answer(value);
    };
    const id = freshId("ask");
    const frame = h(
      "dialog.ask",
      { "aria-labelledby": id },
      title && h("h2", title),
      h("p", { id }, words),
      h("div.deeds", button(yes, { first: !grave, grave, act: done(true), data: { yes: "" } }), button(no, { act: done(false) })),
    );
    frame.addEventListener("cancel", (event) => {
      event.preventDefault();
      done(false)();
    });
    document.body.append(frame);
    frame.showModal();
  });
