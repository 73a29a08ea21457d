/* Visits (走访): what is due, making one, and the households a cadre keeps in contact with.
   The purpose comes first; refused is as good an answer as done. */

import * as clock from "../clock.js";
import * as outbox from "../outbox.js";
import * as store from "../store.js";
import { openDraft } from "../drafts.js";
import { choices, field, finder, goToWrong, group, matching, select, text, tick, words } from "../entry.js";
import { grids, newUid, postOf, rulesOfDay } from "../own.js";
import { trouble } from "../told.js";
import { button, clear, dayOf, empty, facts, h, light, note, row, rows, say, section, when } from "../ui.js";
import { t } from "../words.js";
import { witness } from "./witness.js";

/** What is due today or before, the longest overdue first. */
export const due = (visits, rules) => {
  const today = rules.today ?? dayOf(clock.now());
  return (visits?.due ?? []).filter((one) => one.due_on <= today).sort((a, b) => a.due_on.localeCompare(b.due_on));
};

export const late = (one) => (one.overdue ? light("red", t("Overdue")) : one.due_on === dayOf(clock.now()) ? t("Today") : one.due_on);

/** The building and the door, as far as they are known. */
export const whereOf = (one, points) => [points?.find((each) => each.uid === one.point)?.name, one.door].filter(Boolean).join(" ");

export const dueRow = (one, points) =>
  row({ to: `#/visit/${one.uid}`, title: [one.purpose_label, one.who].filter(Boolean).join(" · "), lines: [[whereOf(one, points), one.purpose_note].filter(Boolean).join(" · ")], end: late(one) });

export const visits = {
  title: () => t("Visits"),
  live: true,
  draw: async () => {
    const [list, rules, items, points] = await Promise.all([store.section("visits"), rulesOfDay(), outbox.list(), store.section("points")]);
    const now = due(list, rules);
    const coming = (list?.due ?? []).filter((one) => !now.includes(one));
    const unsent = items.filter((one) => one.kind === "visit" && one.status !== "done");
    const nameOf = (uid) => points?.find((one) => one.uid === uid)?.name;
    const purposeOf = (value) => rules.purposes?.find((one) => one.value === value)?.label ?? value;
    const stateOf = (value) => rules.visit_states?.find((one) => one.value === value)?.label ?? value;
    return [
      h("div.deeds", button(t("Make a visit"), { to: "#/visit/new", first: true, wide: true, id: "new-visit" })),
      unsent.length > 0 && section(t("Yours, not yet sent"), rows(unsent.map((one) => row({ to: `#/kept/${one.key}`, title: [purposeOf(one.body.purpose), one.body.who].filter(Boolean).join(" · "), lines: [[whereOf(one.body, points), when(one.made_at)].filter(Boolean).join(" · ")], end: stateOf(one.body.state) })))),
      section(t("Due now"), now.length ? rows(now.map((one) => dueRow(one, points))) : empty(t("No visit is due."), t("Visits that were agreed, and what your station asks for, stand here on their day."))),
      coming.length > 0 && section(t("Coming"), rows(coming.map((one) => dueRow(one, points)))),
      list?.links?.length > 0 && section(t("Households I keep in contact with"), rows(list.links.map((one) => row({ to: `#/visit/new?link=${one.uid}`, title: one.who || one.door, lines: [[nameOf(one.point), one.who && one.door].filter(Boolean).join(" ")], end: one.due_on && t("by %(day)s", { day: one.due_on }) })))),
      list?.made?.length > 0 && section(t("Made lately"), rows(list.made.map((one) => row({ title: [one.purpose_label, one.who].filter(Boolean).join(" · "), lines: [[whereOf(one, points), when(one.done_at)].filter(Boolean).join(" · "), one.service && one.state === "done" && one.confirm_text], end: one.state_text })))),
    ];
  },
};

const BLANK = { purpose: "", purpose_note: "", state: "", words: "", next_on: "", point: null, door: "", who: "", phone: "", link: null, confirm: null, concern: false };

export const visit = {
  title: (context) => (context.about[0] === "new" ? t("Make a visit") : t("Visit")),
  up: () => "#/visits",
  top: true,
  draw: async (context) => {
    const [section_, items] = await Promise.all([store.section("visits"), outbox.list()]);
    const [uid] = context.about;
    const refused = context.asked.mend ? items.find((one) => one.key === context.asked.mend) : null;
    const planned = section_?.due.find((one) => one.uid === uid) ?? null;
    if (uid !== "new" && !planned && !refused) return empty(t("This visit is not on the phone any more"), t("It was made or cancelled."), button(t("All visits"), { to: "#/visits" }));
    const draft = await openDraft(`draft:visit:${refused?.key ?? [uid, context.asked.door].filter(Boolean).join(":")}`, await start(planned, refused, context.asked, section_));
    context.leave(() => void draft.close());
    return drawForm(draft, { planned, refused, context });
  },
};

const start = async (planned, refused, asked, section_) => {
  const own = await grids();
  const link = section_?.links?.find((one) => one.uid === asked.link);
  const base = { ...BLANK, uid: planned?.uid ?? newUid(), grid: planned?.grid ?? asked.grid ?? own[0]?.value ?? "", door: asked.door ?? "" };
  if (refused) return { ...base, ...refused.body };
  if (link) return { ...base, purpose: "contact", link: link.uid, grid: link.grid ?? base.grid, point: link.point ?? null, door: link.door, who: link.who, phone: link.phone ?? "" };
  if (!planned) return base;
  const { purpose, purpose_note, point, door, who, phone, link: linked } = planned;
  return { ...base, purpose, purpose_note, point: point ?? null, door, who, phone, link: linked ?? null };
};

const drawForm = async (draft, { planned, refused, context }) => {
  const [rules, points, own] = await Promise.all([rulesOfDay(), store.section("points"), grids()]);
  const { value, set } = draft;
  const fields = {};
  const asking = h("div");
  const wrong = h("div");
  const purposeOf = (one) => rules.purposes?.find((each) => each.value === one)?.label ?? one;
  fields.purpose = planned && !refused ? facts([[t("Purpose"), purposeOf(value.purpose)], [t("In words"), value.purpose_note], [t("Where"), whereOf(value, points)], [t("Who"), value.who], [t("Telephone"), value.phone && h("a.button.is-quiet", { href: `tel:${value.phone}` }, value.phone)]]) : group(t("What for?"), choices(rules.purposes ?? [], { value: value.purpose, act: (one) => (set("purpose", one), show()) }));
  fields.state = group(t("How did it go?"), choices(rules.visit_states ?? [], { value: value.state, short: true, act: (one) => (set("state", one), show()) }), { hint: t("Each answer is as good as another. Nobody has to let you in.") });
  const place = finder({
    value: value.point,
    find: (query) => (points ?? []).filter((one) => matching(query, one.name, one.address)).map((one) => ({ value: one.uid, label: one.name, under: one.address })),
    labelOf: (uid) => points?.find((one) => one.uid === uid)?.name ?? uid,
    hint: t("Name or address"),
    act: (uid) => set("point", uid),
  });
  place.input.setAttribute("aria-label", t("Building"));
  const where = [
    group(t("Building"), place.node, { optional: true }),
    (fields.door = field(t("Door"), text({ value: value.door, most: 40, act: (all) => set("door", all) }), { optional: true })),
    (fields.who = field(t("Who"), text({ value: value.who, most: 60, act: (all) => set("who", all) }), { optional: true, hint: t("Only if it is needed.") })),
    (fields.phone = field(t("Telephone"), text({ value: value.phone, most: 30, type: "tel", act: (all) => set("phone", all) }), { optional: true })),
  ];
  fields.words = field(t("What was said or done"), words({ value: value.words, most: 2000, act: (all) => set("words", all) }), { optional: true });
  fields.next_on = field(t("Come again on"), text({ value: value.next_on, type: "date", min: rules.today, act: (day) => set("next_on", day) }), { optional: true });
  const show = () => clear(asking, value.state === "done" && value.purpose === "service" && confirming(draft, fields, show));
  show();

  const send = async () => {
    let whole = true;
    const need = (name, missing, words_) => {
      fields[name].wrong?.(missing ? words_ : "");
      whole = whole && !missing;
    };
    need("purpose", !value.purpose, t("A visit has a purpose."));
    need("state", !value.state, t("Say how it went."));
    if (!whole) {
      goToWrong(form);
      return;
    }
    try {
      await keepVisit(draft, planned, refused);
    } catch (error) {
      clear(wrong, note("wrong", h("p", trouble(error)), h("p", t("What you entered is still here."))));
      return;
    }
    say(t("Kept on this phone. It is sent as soon as there is a network."));
    context.go(value.concern ? `#/report?visit=${value.uid}${value.point ? `&point=${value.point}` : ""}` : "#/visits", { replace: true });
  };
  const form = h(
    "form.form.visit",
    { novalidate: true },
    refused && note("wrong", h("p", h("strong", t("The platform did not take this visit."))), h("p", refused.answer?.text)),
    fields.purpose,
    (!planned || refused) && field(t("In words"), text({ value: value.purpose_note, most: 200, act: (all) => set("purpose_note", all) }), { optional: true }),
    (!planned || refused) && where,
    own.length > 1 && field(t("Grid"), select(own, { value: value.grid, act: (code) => set("grid", code) })),
    fields.state,
    fields.words,
    asking,
    fields.next_on,
    tick(t("Something was raised that must be handled"), { checked: value.concern, under: t("Next you report it; it stays linked to this visit."), act: (on) => set("concern", on) }),
    wrong,
    h("div.send", button(t("Keep the visit"), { first: true, wide: true, id: "send-visit", act: send })),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  if (refused?.answer?.field) fields[refused.answer.field]?.wrong?.(refused.answer.text);
  return form;
};

/* A doorstep service counts by the resident's word, not by the worker's. */
const confirming = ({ value, set, flush }, fields, show) => {
  const said = { tap: t("The resident says: yes, done."), denied: t("The resident says: no."), code: t("The resident gave a code.") }[value.confirm?.how];
  const hand = async () => {
    const answer = await witness(value.words.trim() || value.purpose_note || t("Service at the door"));
    if (answer) set("confirm", answer);
    await flush();
    show();
  };
  return note("good", h("p", said ?? t("A service counts when the resident says so: hand them the phone.")), h("div.deeds", button(said ? t("Ask again") : t("Hand the phone to the resident"), { act: hand, id: "hand-over" })));
};

const keepVisit = async (draft, planned, refused) => {
  const { concern, ...rest } = draft.value;
  const body = { ...rest, words: rest.words.trim(), next_on: rest.next_on || null, point: rest.point || null, link: rest.link || null, confirm: rest.purpose === "service" && rest.state === "done" ? rest.confirm : null, version: planned?.version ?? refused?.body.version ?? null };
  await draft.flush();
  if (refused) {
    await outbox.amend(refused.key, body);
    await draft.drop();
    return;
  }
  await outbox.put("visit", body, { drop: [draft.key], post: await postOf(body.grid) });
  draft.done();
  if (planned) await store.optimistic("visits", (all) => ({ ...all, due: all.due.filter((one) => one.uid !== planned.uid) }));
};
