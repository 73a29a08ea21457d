/* The way to a door: buildings, dwellings, households, masked names; and what was entered here and
   is not there yet. */

import * as outbox from "./outbox.js";
import * as store from "./store.js";
import { addressFits } from "./addresses.js";
import { contract, fieldOf, said, sheetOf } from "./contract.js";
import { t } from "./words.js";

/* Titles of records that were found on the platform; in memory only, gone when the app is. */
const met = new Map();
export const meet = (uid, title) => met.set(uid, title);

const uidOf = (value) => (value && typeof value === "object" ? value.uid : value) ?? null;

/** What was opened on this phone and is not done: rows shaped as those of the platform. */
export const opened = async () =>
  (await outbox.list())
    .filter((one) => one.kind === "register_open" && one.status !== "done")
    .map(({ key, status, body }) => ({ ...body.typed, uid: body.uid, grid: body.grid, sheet: body.sheet, key, status, typed: body.typed }));

/** A title of something entered here: what its first filled plain fields say. */
export const titleOf = (book, row) => {
  const sheet = sheetOf(book, row.sheet);
  const plain = (sheet?.fields ?? []).filter((one) => ["name", "text", "address"].includes(one.type) && row.typed?.[one.name]);
  return plain.slice(0, 2).map((one) => row.typed[one.name]).join(" ") || said(sheet?.label);
};

/** Everything at hand: lists, look-ups, and `label(uid)` for whatever can be pointed at. */
export const doorsNow = async () => {
  const [kept, fresh, book] = await Promise.all([store.section("doors"), opened(), contract()]);
  const own = (sheet) => fresh.filter((one) => one.sheet === sheet);
  const merged = (name, sheet) => [...(kept?.[name] ?? []), ...own(sheet).filter((one) => !kept?.[name]?.some((each) => each.uid === one.uid))];
  const lists = { building: merged("buildings", "building"), dwelling: merged("dwellings", "dwelling"), household: merged("households", "household"), resident: merged("residents", "resident") };
  const byUid = new Map(Object.values(lists).flat().map((one) => [one.uid, one]));
  const at = (uid) => byUid.get(uidOf(uid)) ?? null;
  const where = (dwelling) => [at(dwelling?.building)?.name, doorOf(dwelling)].filter(Boolean).join(" ");
  const householdsAt = (uid) => lists.household.filter((one) => uidOf(one.dwelling) === uid);
  const membersOf = (household) => (household.members ?? []).map((one) => at(one)).filter(Boolean);
  const peopleAt = (uid) => {
    const found = new Map(lists.resident.filter((one) => uidOf(one.dwelling) === uid).map((one) => [one.uid, one]));
    // Where a child lives is not told by the child's own record; its household names it.
    for (const one of householdsAt(uid).flatMap(membersOf)) if (!uidOf(one.dwelling)) found.set(one.uid, one);
    return [...found.values()];
  };
  const label = (uid) => {
    const one = at(uid);
    if (!one) return met.get(uidOf(uid)) ?? fresh.filter((each) => each.uid === uidOf(uid)).map((each) => titleOf(book, each))[0] ?? t("A record");
    if (lists.building.includes(one)) return one.name;
    if (lists.dwelling.includes(one)) return where(one);
    if (lists.household.includes(one)) return [one.household_no, at(one.head)?.name].filter(Boolean).join(" ");
    return [one.name || titleOf(book, one), where(at(one.dwelling))].filter(Boolean).join(" · ");
  };
  return { kept: Boolean(kept), lists, fresh, book, at, where, label, householdsAt, peopleAt, membersOf };
};

/** A door in its building: 2单元 5层 501. */
export const doorOf = (dwelling) =>
  dwelling ? [dwelling.unit_no && t("Unit %(n)s", { n: dwelling.unit_no }), dwelling.dwelling_no].filter(Boolean).join(" ") : "";

/** Dwellings that an address fits, and the buildings; both in the order of their doors. */
export const found = ({ lists, at }, query) => ({
  buildings: lists.building.filter((one) => addressFits(query, one.name, one.address) || addressFits(query, one.address, one.name)),
  dwellings: lists.dwelling
    .filter((one) => {
      const building = at(one.building);
      const door = [one.unit_no, one.dwelling_no].filter(Boolean).join(" ");
      return addressFits(query, building?.address, building?.name, door) || addressFits(query, building?.name, door);
    })
    .sort(byDoor),
});

export const byDoor = (a, b) => {
  const words = (one) => [one.unit_no, one.dwelling_no].filter(Boolean).join(" ");
  return words(a).localeCompare(words(b), "zh", { numeric: true });
};

/** What a reference may point at on this phone: [{value, label, under}]. */
export const candidates = (doors, sheets, query) => {
  const some = [];
  for (const code of sheets) {
    const list = doors.lists[code];
    if (list) {
      for (const one of code === "dwelling" ? found(doors, query).dwellings : list) {
        const label = doors.label(one.uid);
        if (code === "dwelling" || addressFits(query, label)) some.push({ value: one.uid, label });
      }
      continue;
    }
    for (const one of doors.fresh.filter((each) => each.sheet === code)) {
      const label = titleOf(doors.book, one);
      if (label.includes(query)) some.push({ value: one.uid, label });
    }
  }
  return some;
};

/** The key of the unsent entry that a word has to follow: the last that opened what it names. */
export const afterOf = async (uids) => {
  const wanted = new Set(uids.filter(Boolean));
  return (await opened()).findLast((one) => wanted.has(one.uid))?.key ?? null;
};

/** Every record that what was typed points at. */
export const pointedAt = (sheet, typed) =>
  Object.entries(typed)
    .filter(([name]) => fieldOf(sheet, name)?.type === "reference")
    .flatMap(([, value]) => [value].flat().map(uidOf));
