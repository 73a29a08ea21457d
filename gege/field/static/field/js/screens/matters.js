/* The matters of the worker's grids that are on the phone: what presses first, search as you type. */

import * as outbox from "../outbox.js";
import * as store from "../store.js";
import { matching, text } from "../entry.js";
import { grids } from "../own.js";
import { clear, empty, h, light, row, rows, section } from "../ui.js";
import { t } from "../words.js";

const RANK = { red: 0, yellow: 1, none: 2, paused: 3, green: 4, ended: 5 };

const TALK = new Set(["note", "reply"]);

/** Moves that carry a matter on; a note and an answer can be written to almost any. */
export const carrying = (one) => one.moves.filter((move) => !TALK.has(move.move));

/** Those the worker can act on, what is late first, then by what is due. */
export const pressing = (matters) =>
  matters
    .filter((one) => one.mine && carrying(one).length)
    .sort((a, b) => (RANK[a.light] ?? 2) - (RANK[b.light] ?? 2) || (a.step_due_at ?? a.due_at ?? "9").localeCompare(b.step_due_at ?? b.due_at ?? "9"));

/** A row of a list: light, title, place, due; what of it is still on the phone. */
export const matterRow = (one, items = [], several = false) => {
  const facts = [one.address || (several && one.place), one.due_text && h("span.number", one.due_text)].filter(Boolean);
  const unsent = items.some((item) => item.body.matter?.number === one.number && item.status !== "done");
  return row({
    to: `#/matter/${one.number}`,
    title: one.title,
    lines: [
      facts.length > 0 && facts.flatMap((part, at) => (at ? [" · ", part] : [part])),
      unsent && t("Your step, not yet sent"),
    ],
    end: one.light === "none" ? light("none", one.state_text) : lightOf(one),
  });
};

/** The light of a matter; one that has none says how it stands. */
export const lightOf = (one) => light(one.light, one.light_text || one.state_text);

let query = "";

export const matters = {
  title: () => t("Matters of my grid"),
  up: () => "#/today",
  live: true,
  draw: async () => {
    const [list, items, own] = await Promise.all([store.section("matters"), outbox.list(), grids()]);
    const lines = (some) => rows(some.map((one) => matterRow(one, items, own.length > 1)));
    const place = h("div");
    const show = () => {
      const found = (list ?? []).filter((one) => !query || matching(query, one.title, one.place, one.address, one.number, one.kind_name, one.description));
      const mine = pressing(found);
      const ended = found.filter((one) => Boolean(one.closed_at) || one.light === "ended");
      const others = found.filter((one) => !mine.includes(one) && !ended.includes(one));
      clear(
        place,
        !found.length && (query ? empty(t("Nothing fits these words.")) : empty(t("No open matter in your grid."), t("Report one with the button below."))),
        mine.length > 0 && section(t("Mine to act on"), lines(mine)),
        others.length > 0 && section(t("With others"), lines(others)),
        ended.length > 0 && section(t("Closed in the last days"), lines(ended)),
      );
    };
    const input = text({ value: query, type: "search", act: (value) => ((query = value), show()), placeholder: t("Search title, place or number"), "aria-label": t("Search matters"), id: "matters-search" });
    show();
    return [input, place];
  },
};
