/* The half-day at a glance: the patrol with one big button, and what waits for the worker. */

import * as outbox from "../outbox.js";
import * as clock from "../clock.js";
import * as store from "../store.js";
import * as walk from "../walk.js";
import { rulesOfDay } from "../own.js";
import { button, dayOf, empty, h, lasted, light, mark, minutesSince, row, rows, section } from "../ui.js";
import { plural, t } from "../words.js";
import { findingRow, questionRow } from "./asked.js";
import { matterRow, pressing } from "./matters.js";
import { waitingRow } from "./notices.js";
import { daysOf, halfName } from "./patrol.js";
import { due, dueRow } from "./visits.js";

const FEW = 5;

export const today = {
  title: () => t("Today"),
  live: true,
  draw: async (context) => {
    const [me, rules, patrol, running, matters, visits, campaigns, notices, points, tasks, items] = await Promise.all([
      store.section("me"),
      rulesOfDay(),
      store.section("patrol"),
      walk.running(),
      store.section("matters"),
      store.section("visits"),
      store.section("campaigns"),
      store.section("notices"),
      store.section("points"),
      store.section("register_tasks"),
      outbox.list(),
    ]);
    if (!me) return empty(t("Nothing is on this phone yet"), t("Connect once: your matters, points and map are then on the phone all day."));
    return [
      greeting(me, rules),
      walking(patrol, running, rules),
      acknowledge(notices ?? []),
      toDo(matters ?? [], items, me.posts?.length > 1),
      visiting(visits, rules, points),
      askedOf(tasks, () => context.again()),
      collecting(campaigns ?? []),
    ];
  },
};

const greeting = (me, rules) =>
  h("p.soft", [rules.today ?? dayOf(new Date()), me.grid?.name, me.name].filter(Boolean).join(" · "), me.demo && [" ", mark(t("Demonstration"))]);

const walking = (patrol, running, rules) => {
  const days = daysOf(patrol);
  const off = rules.service_day === false || !days.some(({ halves }) => halves.length);
  const next = (halves) => halves.find((one) => one.state === "open_now" || one.state === "running") ?? halves.find((one) => one.state === "to_come");
  const open = days.some(({ halves }) => next(halves)?.state === "open_now");
  const lineOf = ({ name, halves }) => {
    const now = next(halves);
    const words = now ? `${halfName(now.half)} ${now.from}–${now.to}` : t("Both patrols of today are behind you.");
    return [h("p", days.length > 1 ? `${name} · ${words}` : words), now?.text && h("p.soft", now.text)];
  };
  const words = running
    ? [
        h("p.figure", lasted(minutesSince(running.started_at, clock.now()))),
        h("p.soft", plural("%(n)s point passed", "%(n)s points passed", running.points.length)),
      ]
    : [
        off ? h("p", t("No patrol is due today.")) : days.map(lineOf),
      ];
  const first = running || open;
  const press = button(running ? t("Go on with the patrol") : t("Start the patrol"), { to: "#/patrol", first, wide: true, id: "walk" });
  if (first) press.classList.add("is-big");
  return section(t("Patrol of this half-day"), { id: "patrol" }, h("div.under", words), h("div.deeds.apart", press));
};

const acknowledge = (notices) => {
  const waiting = notices.filter((one) => !one.acknowledged && (one.urgent || !one.read)).slice(0, FEW);
  if (!waiting.length) return null;
  return section(t("Notices to acknowledge"), { id: "notices", aside: h("a", { href: "#/notices" }, t("All notices")) }, rows(waiting.map((one) => waitingRow(one))));
};

const toDo = (matters, items, several) => {
  const unsent = items.filter((one) => one.kind === "report" && one.status !== "done");
  const list = pressing(matters);
  return section(
    t("Matters to act on"),
    { id: "matters", aside: h("a", { href: "#/matters" }, list.length > FEW ? plural("All %(n)s", "All %(n)s", list.length) : t("All matters")) },
    list.length || unsent.length
      ? rows(
          unsent.slice(-FEW).map((one) => row({ to: `#/kept/${one.key}`, title: one.body.title, lines: [t("Your report, not yet sent")] })),
          list.slice(0, FEW).map((one) => matterRow(one, items, several)),
        )
      : empty(t("Nothing waits for you."), t("What residents report in your grid, and what your station sends, stands here.")),
  );
};

const visiting = (visits, rules, points) => {
  const list = due(visits, rules);
  return section(
    t("Visits due"),
    { id: "visits", aside: h("a", { href: "#/visits" }, t("All visits")) },
    list.length
      ? rows(list.slice(0, 3).map((one) => dueRow(one, points)))
      : h("p.soft.under", t("No visit is due.")),
  );
};

/* Visits of care that are overdue stand first, then differences, then what can be offered. */
const askedOf = (tasks, again) => {
  const { questions = [], findings = [] } = tasks ?? {};
  if (!questions.length && !findings.length) return null;
  const of = (kind) => findings.filter((one) => one.kind === kind).map((one) => findingRow(one, again));
  const list = [...of("task"), ...questions.map(questionRow), ...of("hint")];
  return section(t("Asked by the registers"), { id: "asked", aside: h("a", { href: "#/asked" }, plural("All %(n)s", "All %(n)s", list.length)) }, rows(list.slice(0, FEW)));
};

const collecting = (campaigns) =>
  campaigns.length > 0 &&
  section(
    t("Campaigns"),
    { id: "campaigns" },
    rows(
      campaigns.map((one) => {
        const { done, expected } = progress(one);
        return row({ to: `#/campaign/${one.uid}`, title: one.title, lines: [[t("%(done)s of %(expected)s doors", { done, expected }), t("until %(day)s", { day: one.due_on })].join(" · ")], end: one.overdue && light("red", t("Overdue")) });
      }),
    ),
  );

/** Doors that have an answer, of those expected. */
export const progress = (one) => ({
  done: one.assignments.reduce((sum, each) => sum + each.doors.filter((door) => door.outcome === "done" || door.outcome === "refused").length, 0),
  expected: one.assignments.reduce((sum, each) => sum + Math.max(each.expected, each.doors.length), 0),
});
