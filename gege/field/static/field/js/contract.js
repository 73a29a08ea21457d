/* The contract of the registers as the phone has it: sheets, fields, lists, in both languages. */

import * as store from "./store.js";
import { dayOf } from "./ui.js";
import { language } from "./words.js";

/** Words in the language that the app speaks; the platform sends both. */
export const said = (pair) => (Array.isArray(pair) ? pair[language() === "en" ? 1 : 0] : (pair ?? ""));

export const contract = async () => (await store.section("contract")) ?? { sheets: [], lists: {}, purposes: {}, people: [], units: [], evidence: [], endings: [], givers: [] };

export const sheetOf = (book, code) => book.sheets.find((one) => one.code === code) ?? null;

export const fieldOf = (sheet, name) => sheet?.fields.find((one) => one.name === name) ?? null;

export const isLink = (field) => field.type === "reference";
export const hasRows = (field) => field.type === "group" || isLink(field);

/** What may be chosen in a field or a part of one: [{value, label}]. */
export const optionsOf = (book, one) => {
  if (one.type === "unit") return book.units;
  if (one.type === "staff") return book.people;
  return (book.lists[one.codes] ?? []).map(({ value, label }) => ({ value, label: said(label) }));
};

/** Sheets whose files hang on a record of this sheet, each with the reference that names it. */
export const filesAbout = (book, code) =>
  book.sheets.flatMap((sheet) =>
    sheet.about
      .filter((name) => fieldOf(sheet, name)?.to?.includes(code))
      .map((name) => ({ sheet, name })),
  );

/** Is somebody born in this month (2015-03) under 14? As the platform reckons: the first day of the
    month after the birthday's is the first that is safe. */
export const under14 = (born, now = new Date()) => {
  const found = /^(\d{4})-(\d\d)/.exec(born ?? "");
  if (!found) return false;
  const [year, month] = [Number(found[1]) + 14, Number(found[2])];
  const free = `${month === 12 ? year + 1 : year}-${String((month % 12) + 1).padStart(2, "0")}-01`;
  return dayOf(now) < free;
};
