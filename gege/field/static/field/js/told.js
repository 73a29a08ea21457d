/* What stands in the outbox, in words: what a thing is, how it stands, what can be done about it. */

import * as outbox from "./outbox.js";
import * as store from "./store.js";
import { fieldOf, said, sheetOf } from "./contract.js";
import { doorsNow, titleOf } from "./homes.js";
import { plural, t } from "./words.js";

const NAMES = {
  report: () => t("Report"),
  attach: () => t("Photograph"),
  patrol_start: () => t("Patrol begun"),
  check_in: () => t("Point passed"),
  track: () => t("Way of the patrol"),
  patrol_end: () => t("Patrol ended"),
  excuse: () => t("Excuse for a patrol"),
  visit: () => t("Visit"),
  entry: () => t("Answer of a campaign"),
  notice: () => t("Notice acknowledged"),
  setting: () => t("Setting"),
  register_open: () => t("Entry in a register"),
  register_say: () => t("Correction in a register"),
  register_end: () => t("End of a record"),
  register_answer: () => t("Answer to a difference"),
  register_finding: () => t("Answer to a finding"),
};

/** {name, about}: the kind of a message, and what it is about as far as the phone knows. */
export const described = async (item) => ({
  name: item.kind === "move" ? await labelOf(item.body) : (NAMES[item.kind]?.() ?? item.kind),
  about: await aboutOf(item),
});

const MOVES = {
  accept: () => t("Accept"),
  acknowledge: () => t("Acknowledge"),
  ask_extension: () => t("Ask for more time"),
  complete: () => t("Complete"),
  escalate: () => t("Escalate to the station"),
  handle_in_place: () => t("Settle on the spot"),
  note: () => t("Write an internal note"),
  pause: () => t("Pause the clock"),
  reply: () => t("Answer the resident"),
  resume: () => t("Let the clock run on"),
  return: () => t("Return"),
  skip_level: () => t("Alarm the county centre"),
};

const labelOf = async ({ move, matter }) => {
  const row = matter?.number ? await matterOf(matter.number) : null;
  const known = row?.moves.find((one) => one.move === move)?.label;
  return known ?? MOVES[move]?.() ?? t("Step of a matter");
};

/** What was entered in a step, each under its label, a choice by its name. */
export const entered = async ({ move, matter, fields }) => {
  const row = matter?.number ? await matterOf(matter.number) : null;
  const asked = row?.moves.find((one) => one.move === move)?.fields ?? [];
  const rules = await store.section("rules");
  const results = Object.values(rules?.outcomes ?? {}).flat();
  const labelled = { outcome: t("Result") };
  return Object.entries(fields ?? {})
    .filter(([, value]) => value)
    .map(([name, value]) => {
      const one = asked.find((each) => each.name === name);
      const choice = (one?.choices?.length ? one.choices : name === "outcome" ? results : []).find((each) => each.value === value);
      return [one?.label ?? labelled[name] ?? t("Words"), choice?.label ?? value];
    });
};

const aboutOf = async ({ kind, body }) => {
  if (kind === "report") return body.title;
  if (kind === "move" || kind === "attach") return body.matter?.number ? ((await matterOf(body.matter.number))?.title ?? body.matter.number) : ((await outbox.item(body.matter?.key))?.body.title ?? "");
  if (kind === "check_in") return (await store.section("points"))?.find((one) => one.uid === body.point)?.name ?? "";
  if (kind === "visit") {
    const section = await store.section("visits");
    const due = section?.due.find((one) => one.uid === body.uid);
    return [due?.purpose_label, body.door ?? due?.door, body.who ?? due?.who].filter(Boolean).join(" · ");
  }
  if (kind === "entry") return [(await store.section("campaigns"))?.find((one) => one.uid === body.campaign)?.title, body.door].filter(Boolean).join(" · ");
  if (kind === "notice") return (await store.section("notices"))?.find((one) => one.id === body.id)?.text ?? "";
  if (kind.startsWith("register_")) return registerAbout(kind, body);
  if (kind === "track") return plural("%(n)s position", "%(n)s positions", body.positions.length);
  return "";
};

/* What an entry of the registers is about: the sheet, and what was typed while it is here. */
const registerAbout = async (kind, body) => {
  const now = await doorsNow();
  const sheet = sheetOf(now.book, body.sheet);
  if (kind === "register_open") return [said(sheet?.label), body.typed && titleOf(now.book, { ...body, typed: body.typed })].filter(Boolean).join(" · ");
  if (!body.record) return "";
  const names = Object.keys({ ...body.typed, ...body.added });
  return [now.label(body.record), ...names.map((name) => said(fieldOf(sheet, name)?.label))].filter(Boolean).join(" · ");
};

const matterOf = async (number) => (await store.section("matters"))?.find((one) => one.number === number);

export const STATES = {
  kept: () => t("Kept on this phone, not yet sent"),
  sent: () => t("On its way"),
  waiting: () => t("Waits for what goes before it"),
  refused: () => t("Not taken"),
  conflict: () => t("Somebody was faster"),
  done: () => t("The platform has it"),
};

/** What went wrong on the phone itself, in words. */
export const trouble = (error) => {
  const { code = "", values = {} } = error ?? {};
  if (code === "full_messages") return t("The outbox is full (%(most)s). Connect and send first; nothing was lost.", { most: values.most ?? "" });
  if (code === "full_photos") return t("No more photographs fit on the phone until some are sent.");
  if (code === "full_file") return t("The file is larger than %(most)s MB. Take a smaller one.", { most: values.most ?? "" });
  if (code.startsWith("full_")) return t("There is no room left on the phone for this. Send first, then try again.");
  if (code === "picture_broken" || code === "broken_picture" || code === "not_a_picture") return t("This picture cannot be read. Take it again.");
  if (code === "locked") return t("The app is locked. Enter your PIN.");
  return t("It could not be kept. Try again.");
};
