/* What was done on this phone: kept, on its way, waiting, refused with what to do, received. */

import * as files from "../files.js";
import * as outbox from "../outbox.js";
import * as sync from "../sync.js";
import { numberOf } from "../move.js";
import { STATES, described, entered } from "../told.js";
import { ask, button, empty, facts, h, note, row, rows, say, section, when } from "../ui.js";
import { plural, t } from "../words.js";
import { conflictOf } from "./matter.js";

const QUIET = new Set(["track", "setting"]);

const lineOf = async (item) => {
  const { name, about } = await described(item);
  return row({
    to: `#/kept/${item.key}`,
    title: about || name,
    lines: [[about && name, when(item.made_at)].filter(Boolean).join(" · "), item.status === "refused" ? item.answer?.text : null],
    end: item.status === "kept" ? null : STATES[item.status](),
  });
};

const list = async (title, items, aside) => (items.length ? section(title, { aside }, rows(await Promise.all(items.map(lineOf)))) : null);

export const kept = {
  title: () => t("Outbox"),
  up: () => "#/more",
  live: true,
  draw: async () => {
    const [all, room] = await Promise.all([outbox.list(), files.room()]);
    const shown = all.filter((one) => !QUIET.has(one.kind) || one.status !== "done");
    const of = (...states) => shown.filter((one) => states.includes(one.status));
    const { online, busy, last_contact: last, signed_out: out, error } = sync.state;
    const send = button(busy ? t("Sending…") : t("Send now"), { act: () => sync.now(), disabled: busy, first: online && of("kept", "waiting").length > 0, id: "send-now" });
    return [
      h(
        "p",
        !online && [h("span.offline", t("Offline")), " "],
        last ? t("Last contact with the platform: %(when)s.", { when: when(last) }) : t("The platform was not reached yet."),
      ),
      out && note("wrong", h("p", t("The platform wants your password again. Everything is kept.")), button(t("Log in again"), { to: "#/me" })),
      error && online && !out && h("p.soft", t("The last attempt failed; the phone tries again by itself.")),
      h("div.deeds.is-still.under", send),
      await list(t("Needs you"), of("refused", "conflict")),
      await list(t("Kept on this phone, not yet sent"), of("kept", "sent", "waiting")),
      !of("refused", "conflict", "kept", "sent", "waiting").length && empty(t("Everything was sent."), t("What you do without a network stands here until the platform has it.")),
      await list(t("Received in the last two days"), of("done").reverse()),
      h("p.soft.apart", room.photos > 0 && [plural("%(n)s photograph waits.", "%(n)s photographs wait.", room.photos), " "], t("%(used)s of %(most)s MB used on this phone.", { used: Math.ceil(room.used / 1048576), most: Math.round(room.most / 1048576) })),
    ];
  },
};

export const keptOne = {
  title: () => t("In the outbox"),
  up: () => "#/outbox",
  live: true,
  draw: async (context) => {
    const [key] = context.about;
    const item = await outbox.item(key);
    if (!item) return empty(t("This is not in the outbox any more."), "", button(t("Outbox"), { to: "#/outbox" }));
    const { name, about } = await described(item);
    context.title(name);
    return [
      about && h("p", h("strong", about)),
      h("p.under", STATES[item.status]()),
      item.status === "conflict" && conflictOf(item, context),
      item.status === "refused" && (await refused(item, context)),
      h("div.apart", facts([[t("When it was done"), when(item.made_at, "")], [t("Number"), item.answer?.number && h("a", { href: `#/matter/${item.answer.number}` }, item.answer.number)], ...(await told(item))])),
      ["refused", "conflict"].includes(item.status) && h("p.deeds.is-still.apart", button(t("Drop it"), { grave: true, act: () => drop(item, context) })),
    ];
  },
};

const told = async ({ kind, body }) => {
  if (kind === "report") return [[t("More about it"), body.description], [t("Place"), body.address]];
  if (kind === "move") return entered(body);
  if (kind === "visit") return [[t("Words"), body.words]];
  return [];
};

/* Where a refused message is mended: at its own screen, with the reason at the field. */
const mendAt = async (item) => {
  const { key, kind, body } = item;
  if (kind === "report") return `#/report?mend=${key}`;
  const number = kind === "move" ? await numberOf(item) : null;
  if (number) return `#/matter/${number}?mend=${key}`;
  if (kind === "register_open") return `#/entry/${body.sheet}?mend=${key}`;
  if (kind === "register_say") return `#/entry/${body.sheet}/${body.record}?mend=${key}`;
  if (kind === "register_end") return `#/ending/${body.sheet}/${body.record}?mend=${key}`;
  if (kind === "register_answer") return `#/question/${body.question}?mend=${key}`;
  if (kind === "register_finding") return `#/finding/${body.finding}?mend=${key}`;
  if (kind === "visit") return `#/visit/${body.uid}?mend=${key}`;
  if (kind === "excuse") return "#/patrol";
  return null;
};

const refused = async (item, context) => {
  const at = await mendAt(item);
  const follows = item.answer?.code === "after_refused";
  const again = async () => {
    await outbox.amend(item.key, item.body);
    say(t("Kept again."));
    context.go("#/outbox", { replace: true });
  };
  return [
    note("wrong", h("p", h("strong", item.answer?.text || t("The platform did not take it."))), follows && h("p", t("Mend what went before it; this then goes along by itself."))),
    item.answer?.there && (await alreadyThere(item, context)),
    h("div.deeds.apart", at && !follows && button(t("Open and mend"), { to: at, first: true }), !follows && button(t("Send once more"), { act: again })),
  ];
};

/* Somebody with this number is in the grid's register: look first, then say that it is another. */
const alreadyThere = async (item, context) => {
  const enter = async () => {
    if (!(await ask(t("Enter another record with this number all the same?"), { yes: t("Enter it all the same") }))) return;
    await outbox.amend(item.key, { ...item.body, although_there: true });
    say(t("Kept again."));
    context.go("#/outbox", { replace: true });
  };
  return h("div.deeds.apart", button(t("Look at that record"), { to: `#/record/${item.body.sheet}/${item.answer.there}` }), button(t("Enter it all the same"), { act: enter, id: "although-there" }));
};

const drop = async (item, context) => {
  if (!(await ask(t("Drop this? The platform will never get it."), { yes: t("Drop it"), grave: true }))) return;
  await outbox.discard(item.key);
  say(t("Dropped."));
  context.go("#/outbox", { replace: true });
};
