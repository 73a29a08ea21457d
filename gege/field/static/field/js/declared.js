/* Controls for what a register declares: one for each type of field, none for any one register. */

import * as api from "./api.js";
import { hasRows, isLink, optionsOf, said } from "./contract.js";
import { candidates, meet } from "./homes.js";
import { choices, field, finder, group, select, text, words } from "./entry.js";
import { positionNow } from "./own.js";
import { busy, button, clear, h, note, row, rows } from "./ui.js";
import { t } from "./words.js";

const FEW = 6;
const SHORT = 5;
const LONG = { text: 200, name: 80, address: 200, identity: 30, credit_code: 30, phone: 30, area: 15 };
const MODES = { phone: "tel", integer: "numeric", number: "decimal", area: "numeric" };
const TYPES = { date: "date", month: "month", phone: "tel" };

const yesNo = () => [{ value: "yes", label: t("Yes") }, { value: "no", label: t("No") }];

const optionsFor = (book, one) => (one.type === "yes_no" ? yesNo() : optionsOf(book, one));

/* One plain value: text, number, day, choice. `must` has no blank to fall back to. */
const plain = (book, one, value, act, must) => {
  if (one.type === "words") return words({ value: value ?? "", act, most: one.longest || 2000 });
  if (["code", "yes_no", "unit", "staff"].includes(one.type)) {
    const options = optionsFor(book, one);
    if (!must || options.length > FEW) return select(options, { value: value ?? "", act, blank: "—" });
    return choices(options, { value, act, short: options.every(({ label }) => label.length <= SHORT) });
  }
  const mode = MODES[one.type];
  return text({ value: value ?? "", act, type: TYPES[one.type] ?? "text", mode, most: one.longest || LONG[one.type] || 30, spellcheck: "false" });
};

const asGroup = (node) => node.matches(".choices");

const labelled = (label, control, told) => (asGroup(control) ? group(label, control, told) : field(label, control, told));

/* -- Pointing at a record -------------------------------------------------------------------- */

/** A record to point at: found on the phone as one types, or asked of the platform. */
export const picker = (doors, sheets, { value, act }) => {
  const place = h("div");
  const made = finder({
    value: value || null,
    find: (query) => candidates(doors, sheets, query),
    labelOf: (uid) => doors.label(uid),
    hint: t("Address, number or name"),
    act,
    none: t("Nothing on this phone fits."),
  });
  const online = h("div.found");
  const ask = async () => {
    const query = made.input.value.trim();
    if (!query) return made.input.focus();
    clear(online, await onPlatform(sheets, query, (one) => {
      act(one.uid);
      made.draw(one.uid);
      clear(online);
    }));
  };
  place.append(made.node, h("div.deeds.is-still.under", button(t("Search on the platform"), { quiet: true, act: ask })), online);
  place.input = made.input;
  return place;
};

/** Why the platform did not answer, in words. */
export const wentWrong = (error) => note("wrong", h("p", error.code === "offline" ? t("This needs a network.") : error.text || t("It did not work. Please try again.")));

/** What the platform finds; nothing of it is kept but the title of what is chosen. */
export const onPlatform = async (sheets, query, choose) => {
  const lines = [];
  let left = false;
  for (const sheet of sheets) {
    try {
      const { found, more } = await api.post("records/search", { sheet, words: query });
      lines.push(...found.map((one) => ({ ...one, sheet })));
      left = left || more;
    } catch (error) {
      return wentWrong(error);
    }
  }
  if (!lines.length) return h("p.soft.more-in", t("The platform found nothing in your grid."));
  const line = (one) => row({ act: () => (meet(one.uid, one.title), choose(one)), title: one.title, lines: [one.cells.join(" · ")] });
  return [rows(lines.map(line)), left && h("p.soft.more-in", t("There are more. Type more of it."))];
};

/* -- Rows of parts --------------------------------------------------------------------------- */

const oneRow = (book, doors, one, value, act) => {
  const held = { ...value };
  const keep = (name) => (found) => {
    held[name] = found;
    act(held);
  };
  const inside = [];
  if (isLink(one)) {
    const made = picker(doors, one.to, { value: held.uid, act: keep("uid") });
    made.input.setAttribute("aria-label", said(one.label));
    inside.push(made);
  }
  for (const part of one.parts ?? []) {
    const control = plain(book, part, held[part.name], keep(part.name), part.must);
    inside.push(labelled(said(part.label), control, { optional: !part.must }));
  }
  return h("div.parts", inside);
};

const rowsOf = (book, doors, one, value, act) => {
  const list = [value ?? []].flat().map((each) => ({ ...each }));
  if (!list.length) list.push({});
  const place = h("div.part-rows");
  const tell = () => act(one.many ? list : list[0]);
  const draw = () =>
    clear(
      place,
      list.map((each, at) => [
        oneRow(book, doors, one, each, (next) => {
          list[at] = next;
          tell();
        }),
        one.many && list.length > 1 && h("p", button(t("Remove this row"), { quiet: true, act: () => (list.splice(at, 1), tell(), draw()) })),
      ]),
      one.many && h("p.under", button(t("One more row"), { act: () => (list.push({}), draw()) })),
    );
  draw();
  return place;
};

/* -- A position ------------------------------------------------------------------------------ */

const point = (value, act) => {
  const told = h("div", { "aria-live": "polite" });
  const show = (at) => clear(told, at && h("p", h("span.number", `${at.lng}, ${at.lat}`)));
  const look = async () => {
    clear(told, h("p.soft", t("Looking for your position…")));
    try {
      const { lng, lat } = await positionNow();
      act({ lng, lat });
      show({ lng, lat });
    } catch (error) {
      clear(told, note("wrong", h("p", error.message)));
    }
  };
  const press = h("button.button.is-wide", { type: "button" }, t("Use my position"));
  press.addEventListener("click", () => busy(press, look));
  show(value);
  return h("div", press, told);
};

/* -- A whole field --------------------------------------------------------------------------- */

/** The control of one declared field, with its label, hint and a place for what is wrong. */
export const control = (book, doors, one, value, act, { must = one.must } = {}) => {
  const hint = [one.consent && t("Only with the person's consent."), said(one.hint)].filter(Boolean).join(" ");
  const told = { hint: hint || null, optional: !must };
  const label = said(one.label);
  if (hasRows(one)) return group(label, rowsOf(book, doors, one, value, act), told);
  if (one.type === "point") return group(label, point(value, act), told);
  if (one.type === "codes") return group(label, choices(optionsOf(book, one), { value: value ?? [], act, many: true }), told);
  return labelled(label, plain(book, one, value, act, must), told);
};

const bare = (each) => Object.fromEntries(Object.entries(each ?? {}).filter(([, value]) => value !== "" && value !== null && value !== undefined));

/** What was typed in a field as the platform reads it; null where nothing was. */
export const typedOf = (one, value) => {
  if (hasRows(one)) {
    const list = [value ?? []].flat().map(bare).filter((each) => (isLink(one) ? each.uid : Object.keys(each).length));
    if (!list.length) return null;
    return one.many ? list : list[0];
  }
  if (Array.isArray(value)) return value.length ? value : null;
  if (typeof value === "string") return value.trim() ? value.trim() : null;
  return value ?? null;
};

/** What is wrong with a value on the phone itself; null when the platform may have it. */
export const faultOf = (one, value, must) => {
  if (value === null) return must ? t("This is needed.") : null;
  if (["integer", "number"].includes(one.type)) {
    const number = Number(value);
    if (!Number.isFinite(number) || (one.type === "integer" && !Number.isInteger(number))) return t("A number is expected here.");
    if ((one.least !== undefined && number < one.least) || (one.most !== undefined && number > one.most)) return t("Please enter a number from %(least)s to %(most)s.", { least: one.least ?? "", most: one.most ?? "" });
  }
  const missing = (one.parts ?? []).find((part) => part.must && [value].flat().some((each) => !each[part.name]));
  return missing ? t("“%(part)s” is missing.", { part: said(missing.label) }) : null;
};
