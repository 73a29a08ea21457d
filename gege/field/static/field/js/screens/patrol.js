/* The patrol: begin, the way through the points, pass them, found something, end; or an excuse.
   The position is watched by walk.js between begin and end, and never otherwise. */

import * as clock from "../clock.js";
import * as outbox from "../outbox.js";
import * as store from "../store.js";
import * as walk from "../walk.js";
import { choices, field, goToWrong, group, select, words } from "../entry.js";
import { drawMap } from "../map.js";
import { apart, grids, newUid, postOf, rulesOfDay } from "../own.js";
import { trouble } from "../told.js";
import { ask, button, clear, facts, h, lasted, metres, minutesSince, more, note, row, rows, say, section, when } from "../ui.js";
import { plural, t } from "../words.js";

const SHOWN = 6;
const TICK = 20000;

export const halfName = (half) => ({ morning: t("Morning patrol"), afternoon: t("Afternoon patrol") })[half] ?? t("Extra patrol");

/** The grids of the day, the own one first: {grid, name, halves, rounds}. */
export const daysOf = (section_) => (section_ ? [section_, ...(section_.also ?? [])] : []);

export const patrol = {
  title: () => t("Patrols"),
  draw: async (context) => {
    const place = h("div");
    const ends = [];
    const draw = async () => {
      for (const end of ends.splice(0)) end();
      const running = await walk.running();
      clear(place, running ? await underWay(running, ends, draw) : await before(context, draw));
    };
    const stops = [store.watch("patrol", () => place.isConnected && !place.contains(document.activeElement?.closest("textarea, input")) && draw())];
    context.leave(() => [...ends, ...stops].forEach((end) => end()));
    await draw();
    return place;
  },
};

// -- Before: the windows of today, the way that is suggested, an excuse --------------------------

const before = async (context, draw) => {
  const [section_, rules, own, points, map] = await Promise.all([store.section("patrol"), rulesOfDay(), grids(), store.section("points"), store.section("map")]);
  const days = daysOf(section_);
  const several = days.length > 1;
  const next = (halves) => halves.find((one) => one.state === "open_now") ?? halves.find((one) => one.state === "to_come");
  const open = (grid) => days.find((one) => one.grid === grid)?.halves.some((one) => one.state === "open_now");
  const ways = days.map(({ name, halves, rounds }) => ({ name: several ? name : "", round: rounds?.[next(halves)?.half] ?? Object.values(rounds ?? {})[0] }));
  const wrong = h("div");
  const begin = (grid) => async () => {
    try {
      await walk.start(grid);
    } catch (error) {
      clear(wrong, note("wrong", h("p", trouble(error))));
      return;
    }
    say(t("The patrol runs. Its way is kept until you end it."));
    await draw();
    scrollTo(0, 0);
  };
  const press = own.map((one) => {
    const made = button(own.length > 1 ? t("Start in %(grid)s", { grid: one.label }) : t("Start the patrol"), { first: own.length === 1 && open(one.value), wide: true, act: begin(one.value), id: own.length > 1 ? null : "start-patrol" });
    made.classList.add("is-big");
    return made;
  });
  return [
    rules.service_day === false && h("p.soft", t("No patrol is due today; one more is always welcome.")),
    rows(days.flatMap(({ name, halves }) => halves.map((one) => row({ title: halfName(one.half), lines: [several && name, `${one.from}–${one.to}`], end: one.text })))),
    h("div.deeds.apart", press),
    wrong,
    !days.some(({ grid }) => open(grid)) && h("p.under", t("Begun now it is an extra patrol.")),
    h("p.soft.under", t("Where you are is recorded from the start to the end of the patrol, and at no other time.")),
    ways.map(({ name, round }) => round && way(round, points ?? [], map, name)),
    excuses(section_, rules, own, draw, context),
    section_?.last?.length > 0 &&
      section(t("The last patrols"), rows(section_.last.map((one) => row({ title: `${one.day} ${halfName(one.half)}`, lines: [[when(one.started_at).slice(-5), when(one.ended_at).slice(-5)].filter(Boolean).join("–"), [plural("%(n)s point", "%(n)s points", countOf(one.points)), ...lacking(one, rules)].join(" · ")], end: one.counted ? t("counts") : t("does not count") })))),
  ];
};

/* Why a patrol does not count, as far as its length and its points tell. */
const lacking = (one, rules) =>
  one.counted || !one.ended_at
    ? []
    : [
        minutesSince(one.started_at, new Date(one.ended_at)) < (rules.least_minutes ?? 0) && t("less than %(n)s min", { n: rules.least_minutes }),
        countOf(one.points) < (rules.least_points ?? 0) && t("less than %(n)s points", { n: rules.least_points }),
      ].filter(Boolean);

const countOf = (points) => (Array.isArray(points) ? points.length : points ?? 0);

const way = (round, points, map, name) => {
  const uids = round.stops.map((one) => one.uid);
  const list = uids.map((uid) => points.find((one) => one.uid === uid)).filter(Boolean);
  if (!list.length) return null;
  return section(
    t("Suggested way"),
    h("p.soft.under", [name, plural("%(n)s point", "%(n)s points", list.length), round.length_m && metres(round.length_m), round.minutes && lasted(round.minutes)].filter(Boolean).join(" · ")),
    onMap({ map, points, stops: uids }),
    more(t("As a list"), h("ol.rows", list.map((one, index) => row({ title: `${index + 1} ${one.name}`, lines: [one.address], end: one.seen_at && when(one.seen_at).slice(0, 10) })))),
  );
};

const onMap = (options) => {
  const frame = h("div.map.under", { role: "application", "aria-label": t("Map of the grid") });
  frame.handle = null;
  requestAnimationFrame(() => {
    if (frame.isConnected) frame.handle = drawMap(frame, options);
  });
  return frame;
};

// -- An excuse ----------------------------------------------------------------------------------

const excuses = (section_, rules, own, draw) => {
  const made = section_?.excuses ?? [];
  const given = { half: "", reason: "", note: "" };
  let grid = own[0]?.value;
  const fields = {
    half: group(t("Which patrol"), choices([{ value: "morning", label: halfName("morning") }, { value: "afternoon", label: halfName("afternoon") }], { short: true, act: (one) => (given.half = one) })),
    reason: group(t("Why"), choices(rules.excuses ?? [], { act: (one) => (given.reason = one) })),
  };
  const form = h("form.form", { novalidate: true }, own.length > 1 && field(t("Grid"), select(own, { value: grid, act: (code) => (grid = code) })), fields.half, fields.reason, field(t("In words"), words({ act: (all) => (given.note = all), most: 200, rows: 2 }), { optional: true }));
  form.addEventListener("submit", (event) => event.preventDefault());
  const send = async () => {
    fields.half.wrong(given.half ? "" : t("This is needed."));
    fields.reason.wrong(given.reason ? "" : t("This is needed."));
    if (goToWrong(form)) return;
    try {
      await outbox.put("excuse", { uid: newUid(), grid, day: rules.today, ...given }, { post: await postOf(grid) });
      say(t("Kept. Your station decides on it."));
      await draw();
    } catch (error) {
      form.append(note("wrong", h("p", trouble(error))));
    }
  };
  form.append(h("div.deeds", button(t("Ask to be excused"), { act: send })));
  const answer = (one) => (one.granted === true ? t("granted") : one.granted === false ? t("not granted") : t("not yet decided"));
  const labelOf = (value) => rules.excuses?.find((one) => one.value === value)?.label ?? value;
  return section(
    t("Cannot go?"),
    made.length > 0 && rows(made.map((one) => row({ title: `${one.day} ${halfName(one.half)} · ${labelOf(one.reason)}`, lines: [own.length > 1 && own.find((each) => each.value === one.grid)?.label, one.answer], end: answer(one) }))),
    more(t("Leave, weather, another duty"), form),
  );
};

// -- Under way ----------------------------------------------------------------------------------

const underWay = async (running, ends, draw) => {
  const [section_, rules, all_, map] = await Promise.all([store.section("patrol"), rulesOfDay(), store.section("points"), store.section("map")]);
  // A point of another grid that the worker covers is passed on a patrol of that grid.
  const points = all_?.filter((one) => !running.grid || one.grid === running.grid);
  const day = daysOf(section_).find((one) => one.grid === running.grid);
  const stops = Object.values(day?.rounds ?? {})[0]?.stops?.map((one) => one.uid) ?? [];
  const state = h("div");
  const list = h("div");
  let all = false;
  const frame = onMap({ map, points: points ?? [], stops, passed: running.points, own: walk.here() });
  const show = async () => {
    const now = (await walk.running()) ?? running;
    const here = walk.here();
    clear(state, h("p.figure", lasted(minutesSince(now.started_at, clock.now()))), h("p.soft", [plural("%(n)s point passed", "%(n)s points passed", now.points.length), here ? t("position exact to %(n)s m", { n: here.accuracy }) : t("no position just now")].join(" · ")));
    const open = ordered(points ?? [], stops, now.points, here);
    const shown = all ? open : open.slice(0, SHOWN);
    const focus = list.contains(document.activeElement) ? document.activeElement.dataset.point : null;
    clear(
      list,
      rows(shown.map((one, index) => pointRow(one, here, rules, show, index === 0))),
      open.length > SHOWN && !all && button(plural("All %(n)s", "All %(n)s", open.length), { quiet: true, wide: true, act: () => ((all = true), show()) }),
      !open.length && h("p.under", points?.length ? t("Every point was passed.") : t("Your grid has no check-in points yet. Walk your way; what you find is reported as usual.")),
    );
    if (focus) list.querySelector(`[data-point="${focus}"]`)?.focus({ preventScroll: true });
    frame.handle?.show(here);
  };
  const pressing = () => list.querySelector("[aria-busy]") !== null;
  ends.push(walk.watch(() => !pressing() && show()), () => frame.handle?.remove());
  const timer = setInterval(show, TICK);
  ends.push(() => clearInterval(timer));
  await show();
  return [
    state,
    h("div.deeds.apart", button(t("Found something"), { to: `#/report?patrol=${running.uid}`, wide: true, id: "found" })),
    section(t("Next points"), list),
    section(t("Map"), frame),
    ending(running, rules, draw),
  ];
};

/* The nearest first when the position is known, else the suggested order, else longest not seen. */
const ordered = (points, stops, passed, here) => {
  const place = (one) => (stops.includes(one.uid) ? stops.indexOf(one.uid) : stops.length);
  return points
    .filter((one) => !passed.includes(one.uid))
    .map((one) => ({ ...one, away: here && one.lat ? apart(here, one) : null }))
    .sort((a, b) => (a.away !== null && b.away !== null ? a.away - b.away : 0) || place(a) - place(b) || (a.seen_at ?? "").localeCompare(b.seen_at ?? ""));
};

const pointRow = (point, here, rules, show, next) => {
  const near = point.away !== null && point.away <= (rules.near_metres ?? 80);
  const pass = async () => {
    if (!near && !(await ask(here ? t("The phone is %(away)s from %(name)s. Record it by hand?", { away: metres(point.away ?? 0), name: point.name }) : t("There is no position just now. Record %(name)s by hand?", { name: point.name }), { yes: t("Record by hand") }))) return;
    try {
      await walk.checkIn(point.uid, near ? "position" : "hand");
      say(t("%(name)s passed.", { name: point.name }));
      await show();
    } catch (error) {
      say(trouble(error));
    }
  };
  return row({
    title: point.name,
    lines: [[point.address, point.away !== null && metres(point.away)].filter(Boolean).join(" · ")],
    end: button(t("I am here"), { act: pass, first: near && next, label: t("I am here: %(name)s", { name: point.name }), data: { point: point.uid } }),
  });
};

const ending = (running, rules, draw) => {
  let said = "";
  const end = async () => {
    const now = (await walk.running()) ?? running;
    const minutes = minutesSince(now.started_at, clock.now());
    const short = [
      minutes < (rules.least_minutes ?? 0) && t("It lasted %(n)s min; %(least)s are needed to count.", { n: minutes, least: rules.least_minutes }),
      now.points.length < (rules.least_points ?? 0) && t("%(n)s points were passed; %(least)s are needed to count.", { n: now.points.length, least: rules.least_points }),
    ].filter(Boolean);
    if (short.length && !(await ask(`${short.join(" ")} ${t("End all the same?")}`, { yes: t("End the patrol") }))) return;
    try {
      await walk.stop(said.trim());
    } catch (error) {
      say(trouble(error));
      return;
    }
    say(t("The patrol has ended: %(time)s, %(n)s points. The position is not watched any more.", { time: lasted(minutes), n: now.points.length }));
    await draw();
    scrollTo(0, 0);
  };
  const press = button(t("End the patrol"), { act: end, wide: true, id: "end-patrol" });
  return section(t("End"), facts([[t("Begun"), when(running.started_at)]]), h("div.form.apart", field(t("What was seen, in words"), words({ act: (all) => (said = all), rows: 2 }), { optional: true }), h("div.deeds", press)));
};
