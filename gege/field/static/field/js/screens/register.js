/* A register's form: entering a record, or saying fields of one. Drawn from the contract alone. */

import * as clock from "../clock.js";
import * as outbox from "../outbox.js";
import * as store from "../store.js";
import { contract, fieldOf, hasRows, said, sheetOf, under14 } from "../contract.js";
import { control, faultOf, typedOf } from "../declared.js";
import { afterOf, doorsNow, pointedAt } from "../homes.js";
import { forgetDrafts, openDraft } from "../drafts.js";
import { choices, field, goToWrong, group, select, text } from "../entry.js";
import { doubtOf } from "../numbers.js";
import { grids, newUid, postOf } from "../own.js";
import { trouble } from "../told.js";
import { button, clear, empty, h, more, note, say } from "../ui.js";
import { t } from "../words.js";

const LEAST_REASON = 2;
const PREFIX = "draft:register:";
const DRAFT_DAYS = 3;

/** Drafts that were left for days go, when the app is opened. */
export const forgetForms = () => forgetDrafts(PREFIX, DRAFT_DAYS);
const DOUBTS = {
  check_digit: () => t("The check digit does not fit. Compare with the document, or say why it is right."),
  born_differs: () => t("The number and the month of birth differ. Compare, or say why both are right."),
  sex_differs: () => t("The number and the sex differ. Compare, or say why both are right."),
};

export const entry = {
  title: () => t("Entry in a register"),
  up: ([code, uid], { dwelling = "" }) => (uid ? `#/record/${code}/${uid}` : dwelling ? `#/home/${dwelling}` : "#/doors"),
  top: true,
  draw: async (context) => {
    const [code, uid] = context.about;
    const [book, doors, items] = await Promise.all([contract(), doorsNow(), outbox.list()]);
    const sheet = sheetOf(book, code);
    if (!sheet) return empty(t("This register is not on the phone"), t("It is not in use, or comes with the next contact."), button(t("Doors of my grid"), { to: "#/doors" }));
    const refused = context.asked.mend ? items.find((one) => one.key === context.asked.mend) : null;
    const added = refused ? Object.keys(refused.body.added ?? {})[0] : context.asked.added;
    const spoken = Object.keys(refused?.body.typed ?? {});
    const only = added ?? context.asked.only ?? (uid && spoken.length === 1 ? spoken[0] : null);
    const one = { book, doors, sheet, uid: uid ?? null, refused, added: added ?? null, only: only ?? null, context };
    context.title(uid ? doors.label(uid) : t("New: %(sheet)s", { sheet: said(sheet.label) }));
    const about = sheet.fields.map((each) => context.asked[each.name]).filter(Boolean);
    const draft = await openDraft(`${PREFIX}${refused?.key ?? [code, uid ?? "new", only ?? "", ...about].join(":")}`, await start(one));
    context.leave(() => void draft.close());
    return drawForm(draft, one);
  },
};

/* What a new form begins with: what was refused, or the records that it was opened for. */
const start = async ({ sheet, uid, refused, added, context }) => {
  const own = await grids();
  const base = { uid: newUid(), begun: new Date().toISOString(), grid: context.asked.grid ?? own[0]?.value ?? "", typed: {}, evidence: "told", evidence_note: "", doubts_answered: "", consent: "" };
  if (refused) {
    const { typed, added: rows_, ...rest } = refused.body;
    return { ...base, ...rest, typed: { ...typed, ...rows_ } };
  }
  for (const one of sheet.fields) {
    const given = one.type === "reference" ? context.asked[one.name] : null;
    if (given && !uid) base.typed[one.name] = one.many ? [{ uid: given }] : { uid: given };
  }
  if (added && context.asked.who) base.typed[added] = [{ uid: context.asked.who }];
  return base;
};

/* A form that was opened for one row wants that row; a new record its must-fields. */
const needed = ({ uid, added }, each) => (uid ? each.name === added : each.must);

const fieldsOf = ({ sheet, only }) => (only ? sheet.fields.filter((one) => one.name === only) : sheet.fields);

const drawForm = async (draft, one) => {
  const { book, doors, sheet, uid, refused } = one;
  const { value, set } = draft;
  const own = await grids();
  const fields = {};
  const asking = h("div.form");
  const wrong = h("div");
  const keepTyped = (name) => (typed) => {
    set("typed", { ...value.typed, [name]: typed });
    fields[name].wrong("");
    show();
  };
  const made = (each) => (fields[each.name] = control(book, doors, each, value.typed[each.name], keepTyped(each.name), { must: needed(one, each) }));
  const first = fieldsOf(one).filter((each) => one.only || (each.must && !uid) || typedOf(each, value.typed[each.name]) !== null);
  const rest = fieldsOf(one).filter((each) => !first.includes(each));
  fields.consent = consentOf(draft, one);
  fields.doubts_answered = field(t("Why it is right all the same"), text({ value: value.doubts_answered, most: 200, act: (words) => set("doubts_answered", words) }), { hint: t("In a few words; it is kept with the entry.") });
  const ofChild = note("good", h("p", t("Under 14: speak with the guardian, and ask the guardian for consent. Everything of a child is kept sealed.")));
  const show = () => {
    const parts = [isChild(one, value) && ofChild, fields.consent.need() && fields.consent, needsReason(one, value, fields) && fields.doubts_answered].filter(Boolean);
    const same = parts.length === asking.childElementCount && parts.every((part, at) => asking.children[at] === part);
    if (!same) clear(asking, parts);
  };
  const throwAway = async () => {
    await draft.drop();
    one.context.go(entry.up(one.context.about, one.context.asked), { replace: true });
  };
  const send = () => keepIt(draft, one, { fields, form, wrong, show });
  const form = h(
    "form.form.register",
    { novalidate: true },
    refused && note("wrong", h("p", h("strong", t("The platform did not take this."))), h("p", refused.answer?.text)),
    draft.kept && !refused && h("p.soft", t("What you entered is still here."), " ", button(t("Throw the draft away"), { quiet: true, act: throwAway, id: "throw-away" })),
    one.added && h("p.soft", t("One row more. What stands is left as it is.")),
    uid && !one.added && h("p.soft", t("What is left empty is not spoken of.")),
    first.map(made),
    rest.length > 0 && more(uid ? t("Choose what changes") : t("More entries, none of them needed"), h("div.form", rest.map(made)), uid && !one.only),
    asking,
    !uid && own.length > 1 && field(t("Grid"), select(own, { value: value.grid, act: (grid) => set("grid", grid) })),
    (fields.evidence = group(t("How do you know?"), choices(book.evidence, { value: value.evidence, short: true, act: (evidence) => set("evidence", evidence) }))),
    (fields.evidence_note = field(t("Which document, or who told it"), text({ value: value.evidence_note, most: 200, act: (words) => set("evidence_note", words) }), { optional: true })),
    wrong,
    h("div.send", button(t("Keep the entry"), { first: true, wide: true, id: "send-register", act: send })),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
  if (refused) tellRefused(refused.answer, fields, wrong);
  return form;
};

/* Every field that the platform named says so; what has no field here is said at the end. */
const tellRefused = (answer, fields, wrong) => {
  const lost = [];
  for (const [name, words] of Object.entries(answer?.fields ?? {})) {
    if (!fields[name]?.wrong) {
      lost.push(words);
      continue;
    }
    fields[name].wrong(words);
    const folded = fields[name].closest("details");
    if (folded) folded.open = true;
  }
  if (lost.length) clear(wrong, note("wrong", lost.map((words) => h("p", words))));
};

const isChild = ({ sheet }, value) => sheet.child && under14(value.typed.born, clock.now());

/* -- Consent --------------------------------------------------------------------------------- */

const consented = ({ sheet }, value) => sheet.fields.filter((each) => each.consent && typedOf(each, value.typed[each.name]) !== null);

const consentOf = (draft, one) => {
  const { book } = one;
  const place = h("div");
  const node = group(t("Who consents?"), place, { hint: t("Say what is kept and what for, then note who said yes. Whoever says no is served all the same.") });
  node.need = () => {
    const wanted = consented(one, draft.value);
    const child = isChild(one, draft.value);
    const state = JSON.stringify([wanted.map((each) => each.name), child]);
    if (node.dataset.state === state) return wanted.length > 0;
    node.dataset.state = state;
    const forWhat = (each) => each.purposes.map((code) => said(book.purposes[code])).join(", ");
    const givers = book.givers.filter((each) => !child || each.value === "guardian");
    if (child && draft.value.consent === "self") draft.set("consent", "");
    clear(place, h("ul.plain", wanted.map((each) => h("li", `${said(each.label)}: ${forWhat(each)}`))), choices(givers, { value: draft.value.consent, act: (who) => draft.set("consent", who) }));
    return wanted.length > 0;
  };
  return node;
};

/* -- Doubts ---------------------------------------------------------------------------------- */

const WHOLE = 18;

const doubtful = (one, value) =>
  fieldsOf(one)
    .filter((each) => each.type === "identity" && String(value.typed[each.name] ?? "").length >= WHOLE)
    .map((each) => [each.name, doubtOf(value.typed, each.name)]);

/* The platform doubted it, or the phone does: a reason is asked. */
const needsReason = (one, value, fields) => {
  const looked = doubtful(one, value);
  for (const [name, word] of looked) fields[name]?.wrong(word ? DOUBTS[word]() : "");
  const told = Object.keys(one.refused?.answer?.fields ?? {}).some((name) => ["identity", "credit_code"].includes(fieldOf(one.sheet, name)?.type));
  return looked.some(([, word]) => word) || told || Boolean(value.doubts_answered);
};

/* -- Keeping --------------------------------------------------------------------------------- */

const typedOfAll = (one, value) =>
  Object.fromEntries(fieldsOf(one).map((each) => [each.name, typedOf(each, value.typed[each.name])]).filter(([, typed]) => typed !== null));

const check = (one, value, typed, { fields }) => {
  let whole = true;
  const judge = (name, words) => {
    fields[name]?.wrong?.(words ?? "");
    whole = whole && !words;
  };
  for (const each of fieldsOf(one)) judge(each.name, faultOf(each, typed[each.name] ?? null, needed(one, each)));
  const reason = value.doubts_answered.trim().length >= LEAST_REASON;
  for (const [name, word] of doubtful(one, value)) if (word && !reason) judge(name, DOUBTS[word]());
  judge("consent", consented(one, value).length && !value.consent ? t("Ask first, then note who said yes.") : null);
  return whole;
};

const keepIt = async (draft, one, drawn) => {
  const { value } = draft;
  const typed = typedOfAll(one, value);
  const whole = check(one, value, typed, drawn);
  drawn.show();
  if (!whole || !Object.keys(typed).length) {
    if (whole) clear(drawn.wrong, note("wrong", h("p", t("Say something about at least one field."))));
    else goToWrong(drawn.form);
    return;
  }
  try {
    await put(draft, one, typed);
  } catch (error) {
    clear(drawn.wrong, note("wrong", h("p", trouble(error)), h("p", t("What you entered is still here."))));
    return;
  }
  say(t("Kept on this phone. It is sent as soon as there is a network."));
  one.context.go(nextOf(one, value, typed), { replace: true });
};

const put = async (draft, one, typed) => {
  const { value } = draft;
  const { uid, sheet, added, refused } = one;
  const how = { evidence: value.evidence, evidence_note: value.evidence_note.trim(), doubts_answered: value.doubts_answered.trim(), consent: consented(one, value).length ? value.consent : "" };
  const about = { uid: value.uid, sheet: sheet.code };
  const rows_ = added && hasRows(fieldOf(sheet, added)) ? typed : {};
  const body = uid ? { ...about, record: uid, typed: added ? {} : typed, added: rows_, ...how } : { ...about, grid: value.grid, typed, ...how, although_there: Boolean(value.although_there) };
  await draft.flush();
  if (refused) {
    await outbox.amend(refused.key, body);
    await draft.drop();
    return;
  }
  const after = await afterOf([uid, ...pointedAt(sheet, typed)]);
  const grid = uid ? (one.doors.at(uid)?.grid ?? null) : value.grid;
  const post = grid ? await postOf(grid) : null;
  const key = outbox.newKey();
  const entries = [{ key, kind: uid ? "register_say" : "register_open", body, after }];
  const { finding } = one.context.asked;
  if (finding) entries.push({ kind: "register_finding", body: { finding, deed: "finish", reason: "" }, after: key });
  await outbox.putAll(entries, { drop: [draft.key], post });
  draft.done();
  if (finding) await store.optimistic("register_tasks", (all) => all && { ...all, findings: all.findings.filter((each) => each.id !== finding) });
  if (uid && typed.visit_refused) await refuseVisits(uid, typed.visit_refused === "yes");
};

/* Shown at once: who wants no visits is not called upon, with or without a network. */
const refuseVisits = (uid, wish) =>
  store.optimistic("doors", (all) => all && { ...all, households: all.households.map((each) => (each.uid === uid ? { ...each, no_visits: wish } : each)) });

const nextOf = ({ uid, sheet, doors, context }, value, typed) => {
  if (context.asked.finding) return "#/asked";
  const dwelling = sheet.code === "dwelling" ? value.uid : (typed.dwelling?.uid ?? context.asked.dwelling);
  if (uid) return `#/record/${sheet.code}/${uid}`;
  if (dwelling) return `#/home/${dwelling}`;
  const person = sheet.about.map((name) => typed[name]?.uid).find(Boolean);
  const home = doors.at(person)?.dwelling;
  return home ? `#/home/${home.uid ?? home}` : "#/doors";
};
