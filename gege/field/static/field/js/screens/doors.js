/* The doors of the grid: a building, its dwellings, and who is met at one. */

import * as outbox from "../outbox.js";
import * as store from "../store.js";
import { said, sheetOf } from "../contract.js";
import { onPlatform } from "../declared.js";
import { byDoor, doorOf, doorsNow, found, titleOf } from "../homes.js";
import { field, text } from "../entry.js";
import { newUid, postOf } from "../own.js";
import { STATES } from "../told.js";
import { ask, button, clear, empty, h, mark, more, row, rows, say, section } from "../ui.js";
import { plural, t } from "../words.js";

const MOST = 40;

let query = "";

const nothing = () => empty(t("No doors of your grid are on this phone"), t("Buildings and dwellings of the registers stand here after the next contact."));

const stateOf = (one) => one.status && STATES[one.status]();

const dwellingRow = (doors, one) => {
  const homes = doors.householdsAt(one.uid);
  const quiet = homes.some((each) => each.no_visits);
  return row({ to: `#/home/${one.uid}`, title: doors.where(one), lines: [homes.map((each) => doors.label(each.uid)).join(", "), stateOf(one)], end: quiet && mark(t("Wants no visits")) });
};

const buildingRow = (doors, one) => {
  const count = doors.lists.dwelling.filter((each) => doors.at(each.building)?.uid === one.uid).length;
  return row({ to: `#/building/${one.uid}`, title: one.name, lines: [one.address, stateOf(one)], end: plural("%(n)s door", "%(n)s doors", count) });
};

export const doors = {
  title: () => t("Doors of my grid"),
  up: () => "#/more",
  live: true,
  draw: async () => {
    const now = await doorsNow();
    if (!now.kept && !now.fresh.length) return nothing();
    const place = h("div");
    const show = () => {
      if (!query.trim()) {
        clear(place, section(t("Buildings"), now.lists.building.length ? rows([...now.lists.building].sort((a, b) => a.name.localeCompare(b.name, "zh", { numeric: true })).map((one) => buildingRow(now, one))) : h("p.soft.under", t("No building of your grid is in the registers yet."))));
        return;
      }
      const { buildings, dwellings } = found(now, query);
      clear(
        place,
        !buildings.length && !dwellings.length && empty(t("Nothing on this phone fits."), t("Try the building and the door alone, such as 3-501.")),
        buildings.length > 0 && section(t("Buildings"), rows(buildings.slice(0, MOST).map((one) => buildingRow(now, one)))),
        dwellings.length > 0 && section(t("Doors here"), rows(dwellings.slice(0, MOST).map((one) => dwellingRow(now, one)))),
      );
    };
    const input = text({ value: query, type: "search", act: (value) => ((query = value), show()), placeholder: t("Building, unit, door: 3-2-501"), "aria-label": t("Search the doors"), id: "doors-search" });
    show();
    return [input, place, h("div.apart", byName(), more(t("Enter something else"), sheets(now.book)))];
  },
};

/* By name only the platform finds somebody, and writes down who asked. */
const byName = () => {
  const list = h("div");
  let words = "";
  const look = async () => {
    if (!words.trim()) return;
    clear(list, await onPlatform(["resident"], words.trim(), (one) => {
      location.hash = `#/record/${one.sheet}/${one.uid}`;
    }));
  };
  const line = field(t("Name, pinyin or number"), text({ type: "search", most: 100, act: (value) => (words = value), id: "name-search" }), { hint: t("Needs a network. Each search is written down with your name.") });
  return more(t("Find somebody by name"), [line, h("div.deeds.under", button(t("Search on the platform"), { act: look, id: "name-look" })), list]);
};

const sheets = (book) => rows(book.sheets.map((one) => row({ to: `#/entry/${one.code}`, title: said(one.label), lines: [said(one.register)] })));

export const building = {
  title: () => t("Building"),
  up: () => "#/doors",
  live: true,
  draw: async (context) => {
    const now = await doorsNow();
    const one = now.at(context.about[0]);
    if (!one) return nothing();
    context.title(one.name);
    const inside = now.lists.dwelling.filter((each) => now.at(each.building)?.uid === one.uid).sort(byDoor);
    const units = [...new Set(inside.map((each) => each.unit_no ?? ""))].sort((a, b) => a.localeCompare(b, "zh", { numeric: true }));
    const doorRow = (each) => row({ to: `#/home/${each.uid}`, title: each.dwelling_no || doorOf(each), lines: [now.householdsAt(each.uid).map((home) => now.label(home.uid)).join(", "), stateOf(each)], end: now.householdsAt(each.uid).some((home) => home.no_visits) && mark(t("Wants no visits")) });
    return [
      one.address && h("p", one.address),
      units.map((unit) => section(unit ? t("Unit %(n)s", { n: unit }) : t("Doors here"), rows(inside.filter((each) => (each.unit_no ?? "") === unit).map(doorRow)))),
      !inside.length && h("p.soft.apart", t("No door of this building is in the registers yet.")),
      h("div.deeds.apart", button(t("Add a dwelling"), { to: `#/entry/dwelling?building=${one.uid}&grid=${one.grid ?? ""}` }), !one.status && button(t("The building itself"), { to: `#/record/building/${one.uid}` })),
    ];
  },
};

export const home = {
  title: () => t("Home"),
  up: () => "#/doors",
  live: true,
  draw: async (context) => {
    const now = await doorsNow();
    const one = now.at(context.about[0]);
    if (!one) return nothing();
    context.title(now.where(one) || titleOf(now.book, one));
    const homes = now.householdsAt(one.uid);
    const people = now.peopleAt(one.uid);
    const to = (code, more_ = "") => `#/entry/${code}?dwelling=${one.uid}&grid=${one.grid ?? ""}${more_}`;
    const may = (code) => Boolean(sheetOf(now.book, code));
    return [
      h("p.soft", [now.at(one.building)?.address, one.floor_no !== undefined && t("Floor %(n)s", { n: one.floor_no })].filter(Boolean).join(" · ")),
      homes.map((each) => householdPart(now, each, context)),
      section(t("Residents"), people.length ? rows(people.map((each) => personRow(now, each, homes))) : h("p.soft.under", t("Nobody is entered here."))),
      h("div.deeds.apart", may("resident") && button(t("Add a resident"), { to: to("resident"), first: true, wide: true, id: "add-resident" }), may("household") && !homes.length && button(t("Add a household"), { to: to("household") }), button(t("The dwelling itself"), { to: `#/record/dwelling/${one.uid}` })),
    ];
  },
};

const householdPart = (now, one, context) => {
  const refuse = async () => {
    if (!(await ask(t("Note that this household wants no visits? It is respected, and no reason is asked."), { yes: t("Wants no visits") }))) return;
    const body = { uid: newUid(), sheet: "household", record: one.uid, typed: { visit_refused: "yes" }, added: {}, evidence: "told", evidence_note: "", doubts_answered: "", consent: "" };
    await outbox.put("register_say", body, { after: one.key ?? null, post: await postOf(one.grid) });
    await store.optimistic("doors", (all) => all && { ...all, households: all.households.map((each) => (each.uid === one.uid ? { ...each, no_visits: true } : each)) });
    say(t("Kept on this phone. It is sent as soon as there is a network."));
    context.again();
  };
  return section(
    now.label(one.uid),
    { aside: h("a", { href: `#/record/household/${one.uid}` }, t("The household itself")) },
    one.no_visits
      ? h("p.under", mark(t("Wants no visits"), true), " ", t("Do not call here unless they ask."))
      : h("div.deeds.is-still.under", button(t("Make a visit"), { to: `#/visit/new?${new URLSearchParams({ door: now.where(now.at(one.dwelling)).slice(0, 40), grid: one.grid ?? "" })}` }), button(t("Wants no visits"), { quiet: true, act: refuse, data: { refuse: one.uid } })),
  );
};

/* A masked name; whoever was entered here stands as it was typed until it is sent. */
const personRow = (now, one, homes) => {
  const household = homes[0];
  const member = homes.some((each) => now.membersOf(each).includes(one));
  const joins = one.status && household && !member;
  const line = row({ to: `#/record/resident/${one.uid}`, title: one.name || titleOf(now.book, one), lines: [stateOf(one)] });
  if (joins) line.append(h("p.deeds.is-still", button(t("Add to the household"), { to: `#/entry/household/${household.uid}?added=members&who=${one.uid}` })));
  return line;
};
