/* Campaigns (集中采集): buildings, their doors, what became of each. Refused is an answer. */

import * as outbox from "../outbox.js";
import * as store from "../store.js";
import { field, text } from "../entry.js";
import { postOf, rulesOfDay } from "../own.js";
import { trouble } from "../told.js";
import { button, clear, empty, h, light, note, row, rows, say, section, when } from "../ui.js";
import { t } from "../words.js";
import { progress } from "./today.js";

const find = async (uid) => (await store.section("campaigns"))?.find((one) => one.uid === uid) ?? null;

const nameOf = (points, one) => one.name || points?.find((each) => each.uid === one.point)?.name || t("Building");

export const campaigns = {
  title: () => t("Campaigns"),
  up: () => "#/more",
  live: true,
  draw: async () => {
    const all = (await store.section("campaigns")) ?? [];
    if (!all.length) return empty(t("No campaign runs in your grid."), t("When the county collects something from door to door, it stands here."));
    return rows(
      all.map((one) => {
        const { done, expected } = progress(one);
        return row({ to: `#/campaign/${one.uid}`, title: one.title, lines: [one.purpose, [t("%(done)s of %(expected)s doors", { done, expected }), t("until %(day)s", { day: one.due_on })].join(" · ")], end: one.overdue && light("red", t("Overdue")) });
      }),
    );
  },
};

export const campaign = {
  title: () => t("Campaign"),
  up: () => "#/campaigns",
  live: true,
  draw: async (context) => {
    const [one, points] = await Promise.all([find(context.about[0]), store.section("points")]);
    if (!one) return empty(t("This campaign is not on the phone any more"), t("It was closed."), button(t("Campaigns"), { to: "#/campaigns" }));
    context.title(one.title);
    const { done, expected } = progress(one);
    return [
      h("p.as-typed", one.purpose),
      h("p.under", h("span.figure", String(done)), " ", t("of %(expected)s doors, until %(day)s", { expected, day: one.due_on }), one.overdue && [" ", light("red", t("Overdue"))]),
      section(
        t("Buildings"),
        one.assignments.length
          ? rows(
              one.assignments.map((each) => {
                const left = each.doors.filter((door_) => door_.outcome === "absent" || door_.outcome === "revisit").length;
                const answered = each.doors.length - left;
                return row({ to: `#/door/${one.uid}/${each.id}`, title: nameOf(points, each), lines: [left > 0 && t("%(n)s to visit again", { n: left })], end: `${answered}/${Math.max(each.expected, each.doors.length)}` });
              }),
            )
          : h("p.soft.under", t("No building was assigned to you.")),
      ),
      h("p.deeds.is-still.apart", button(t("Answer for another place"), { to: `#/form/${one.uid}` })),
    ];
  },
};

const doors = new Map();

export const door = {
  title: () => t("Building"),
  up: ([uid]) => `#/campaign/${uid}`,
  draw: async (context) => {
    const [uid, id] = context.about;
    const [one, points, rules] = await Promise.all([find(uid), store.section("points"), rulesOfDay()]);
    const assignment = one?.assignments.find((each) => each.id === id);
    if (!assignment) return empty(t("This building is not on the phone any more"), "", button(t("Campaigns"), { to: "#/campaigns" }));
    context.title(nameOf(points, assignment));
    const place = h("div");
    const draw = async () => {
      const now = (await find(uid))?.assignments.find((each) => each.id === id) ?? assignment;
      clear(place, doorList(now, rules, choose));
    };
    const key = `${uid}/${id}`;
    const line = field(t("Door"), text({ value: doors.get(key) ?? "", most: 40, act: (value) => doors.set(key, value), placeholder: t("Such as 2-301") }), { hint: t("Then press what became of it.") });
    const input = line.querySelector("input");
    const choose = (name) => {
      input.value = name;
      doors.set(key, name);
      line.wrong("");
      line.scrollIntoView({ block: "center" });
      input.focus({ preventScroll: true });
    };
    const given = () => {
      const name = input.value.trim();
      line.wrong(name ? "" : t("Which door?"));
      if (!name) input.focus();
      return name;
    };
    const keep = (outcome) => async () => {
      const name = given();
      if (!name) return;
      try {
        await keepEntry(one, { uid: `uuid:${outbox.newKey()}`, assignment: id, door: name, outcome, xml: "", files: [] });
      } catch (error) {
        line.wrong(trouble(error));
        return;
      }
      say(t("%(door)s kept: %(outcome)s", { door: name, outcome: labelOf(rules, outcome) }));
      choose("");
      await draw();
    };
    const others = ["refused", "absent", "revisit"].map((outcome) => button(labelOf(rules, outcome), { act: keep(outcome), data: { outcome } }));
    await draw();
    return [
      line,
      h("div.deeds.under", button(t("Fill in the form"), { first: true, wide: true, id: "fill", act: () => given() && context.go(`#/form/${uid}/${id}?door=${encodeURIComponent(input.value.trim())}`) })),
      h("div.deeds.under", others),
      note("good", h("p", t("Refusing is a right. It is kept as an answer, and held against nobody."))),
      place,
    ];
  },
};

const LABELS = { done: () => t("done"), refused: () => t("Refused"), absent: () => t("Nobody there"), revisit: () => t("Come again") };

const labelOf = (rules, outcome) => rules.entry_outcomes?.find((one) => one.value === outcome)?.label ?? LABELS[outcome]?.() ?? outcome;

const doorList = (assignment, rules, choose) => {
  const again = assignment.doors.filter((one) => one.outcome === "absent" || one.outcome === "revisit");
  const rest = assignment.doors.filter((one) => !again.includes(one));
  const line = (one) => row({ act: () => choose(one.door), title: one.door || t("without a door"), lines: [when(one.at)], end: labelOf(rules, one.outcome) });
  return [
    again.length > 0 && section(t("To visit again"), rows(again.map(line))),
    rest.length > 0 && section(t("Answered"), rows(rest.map(line))),
    !assignment.doors.length && h("p.soft.apart", t("No door of this building was visited yet.")),
  ];
};

/** Keep what became of a door, and show it at once. */
export const keepEntry = async (campaign_, { uid, assignment = null, door: name = "", outcome, xml, files }, drop = null) => {
  doors.delete(`${campaign_.uid}/${assignment}`);
  const body = { uid, campaign: campaign_.uid, form_id: campaign_.form.form_id, version: campaign_.form.version, assignment: assignment || null, door: name, outcome, note: "", xml, files };
  // The post of the building's grid; elsewhere the platform finds the post that may.
  const grid = campaign_.assignments.find((each) => each.id === assignment)?.grid;
  await outbox.put("entry", body, { drop: drop ? [drop] : [], post: grid ? await postOf(grid) : null });
  await store.optimistic("campaigns", (all) =>
    all.map((one) =>
      one.uid !== campaign_.uid
        ? one
        : { ...one, assignments: one.assignments.map((each) => (each.id !== assignment ? each : { ...each, doors: [...each.doors.filter((door_) => door_.door !== name), { door: name, outcome, at: new Date().toISOString() }] })) },
    ),
  );
};
