/* What the registers ask: differences between two sides, tasks and offers of the rules. */

import * as outbox from "../outbox.js";
import * as store from "../store.js";
import { contract, sheetOf } from "../contract.js";
import { meet } from "../homes.js";
import { openDraft } from "../drafts.js";
import { choices, field, goToWrong, group, text } from "../entry.js";
import { postOf } from "../own.js";
import { trouble } from "../told.js";
import { button, clear, empty, h, light, note, row, rows, say, section } from "../ui.js";
import { t } from "../words.js";

const tasks = async () => (await store.section("register_tasks")) ?? { questions: [], findings: [], more: false };

const late = (one) => (one.late ? light("red", t("Overdue")) : one.due_on && t("by %(day)s", { day: one.due_on }));

const kept = () => say(t("Kept on this phone. It is sent as soon as there is a network."));

/** Rows of differences. */
export const questionRow = (one) => row({ to: `#/question/${one.id}`, title: t("%(field)s: two sides differ", { field: one.label }), lines: [[one.sheet_label, one.title].join(" ")], end: late(one) });

/** A finding; an offer has its two answers on the row. */
export const findingRow = (one, again) => {
  const about = one.about.map((each) => each.title).join(", ");
  const line = row({ to: `#/finding/${one.id}`, title: one.text, lines: [about], end: one.kind === "hint" ? one.kind_label : late(one), data: { finding: one.rule } });
  if (one.kind === "hint") line.append(h("p.deeds.is-still", button(t("Offered, done"), { act: () => close(one, "finish", "", again), data: { done: one.id } }), button(t("Not wanted"), { act: () => close(one, "decline", "", again), data: { decline: one.id } })));
  return line;
};

/* It leaves the list at once; the platform hears of it later. */
const close = async (one, deed, reason, again) => {
  await outbox.put("register_finding", { finding: one.id, deed, reason }, { post: await postOf(one.grid) });
  await without("findings", one.id);
  kept();
  again?.();
};

const without = (name, id) => store.optimistic("register_tasks", (all) => all && { ...all, [name]: all[name].filter((one) => one.id !== id) });

export const asked = {
  title: () => t("Asked by the registers"),
  up: () => "#/more",
  live: true,
  draw: async (context) => {
    const { questions, findings, more } = await tasks();
    if (!questions.length && !findings.length) return empty(t("The registers ask nothing."), t("Differences with departments, visits of care and offers stand here."));
    const of = (kind) => findings.filter((one) => one.kind === kind);
    return [
      of("task").length > 0 && section(t("To look at"), rows(of("task").map((one) => findingRow(one)))),
      of("hint").length > 0 && section(t("To offer"), h("p.soft.under", t("Whoever does not want it is left alone.")), rows(of("hint").map((one) => findingRow(one, () => context.again())))),
      questions.length > 0 && section(t("Two sides differ"), rows(questions.map(questionRow))),
      more && h("p.soft.apart", t("There are more at the desk.")),
    ];
  },
};

const aboutRows = (about) =>
  rows(
    about.map((each) => {
      meet(each.uid, each.title);
      return row({ to: `#/record/${each.sheet}/${each.uid}`, title: each.title, lines: [each.sheet_label] });
    }),
  );

export const finding = {
  title: () => t("Asked by the registers"),
  up: () => "#/asked",
  draw: async (context) => {
    const [id] = context.about;
    const [{ findings }, book, items] = await Promise.all([tasks(), contract(), outbox.list()]);
    const refused = context.asked.mend ? items.find((one) => one.key === context.asked.mend) : null;
    const one = findings.find((each) => each.id === id);
    if (!one) return empty(t("This is not asked any more"), t("It was worked off, or is not true any more."), button(t("All that is asked"), { to: "#/asked" }));
    context.title(one.text);
    const draft = await openDraft(`draft:finding:${id}`, { reason: refused?.body.reason ?? "" });
    context.leave(() => void draft.close());
    return findingForm(one, book, draft, context);
  },
};

const findingForm = (one, book, draft, context) => {
  const line = field(t("Why it is no matter"), text({ value: draft.value.reason, most: 300, act: (words) => draft.set("reason", words) }), { optional: true, hint: t("Name no person in it.") });
  const end = (deed) => async () => {
    const reason = draft.value.reason.trim();
    line.wrong(deed === "dismiss" && reason.length < 2 ? t("Say why, in a few words.") : "");
    if (deed === "dismiss" && reason.length < 2) return void goToWrong(line.parentElement);
    await close(one, deed, reason, () => context.go("#/asked", { replace: true }));
    await draft.drop();
  };
  const logged = one.kind === "task" ? loggedTo(one, book) : [];
  return h(
    "div",
    h("p", one.to_do),
    one.due_on && h("p.under", late(one)),
    section(t("It is about"), aboutRows(one.about)),
    logged,
    h(
      "div.deeds.apart",
      button(one.kind === "hint" ? t("Offered, done") : t("It is done"), { act: end("finish"), first: !logged.length, id: "finding-done" }),
      one.kind === "hint" && button(t("Not wanted"), { act: end("decline"), id: "finding-decline" }),
    ),
    one.kind === "task" && h("div.form.apart", line, h("div.deeds", button(t("It is no matter"), { act: end("dismiss"), id: "finding-dismiss" }))),
  );
};

/* A file with a log of what was done: the visit is entered there, as a row more. */
const loggedTo = (one, book) => {
  const logs = one.about.flatMap((each) => {
    const sheet = sheetOf(book, each.sheet);
    const log = sheet && !sheet.subject && sheet.fields.find((entry_) => entry_.many && entry_.type === "group");
    return log ? [{ ...each, log }] : [];
  });
  return logs.map((each) => h("div.deeds.apart", button(t("Enter what was done"), { to: `#/entry/${each.sheet}/${each.uid}?added=${each.log.name}&finding=${one.id}`, first: true, wide: true, id: "enter-done" })));
};

export const question = {
  title: () => t("Two sides differ"),
  up: () => "#/asked",
  top: true,
  draw: async (context) => {
    const [id] = context.about;
    const [{ questions }, items] = await Promise.all([tasks(), outbox.list()]);
    const refused = context.asked.mend ? items.find((one) => one.key === context.asked.mend) : null;
    const one = questions.find((each) => each.id === id);
    if (!one) return empty(t("This is not asked any more"), t("It was settled."), button(t("All that is asked"), { to: "#/asked" }));
    context.title(one.label);
    const draft = await openDraft(`draft:question:${id}`, { choose: refused?.body.choose ?? (one.may.length === 1 ? one.may[0] : ""), reason: refused?.body.reason ?? "" });
    context.leave(() => void draft.close());
    return questionForm(one, draft, refused, context);
  },
};

const WORDS = { standing: () => t("Stands now"), proposed: () => t("Proposed") };

const questionForm = (one, draft, refused, context) => {
  const { value, set } = draft;
  const open = one.words.some((word) => word.text);
  meet(one.record, one.title);
  const label = (word) => [WORDS[word.value](), word.side, word.on].join(" · ");
  const options = one.may.map((choice) => one.words.find((word) => word.value === choice)).map((word) => ({ value: word.value, label: t("%(side)s is right", { side: word.side }), under: [WORDS[word.value](), word.text].filter(Boolean).join(": ") }));
  const fields = {
    choose: group(t("What holds?"), choices(options, { value: value.choose, act: (choose) => set("choose", choose) })),
    reason: field(t("Why, for the other side"), text({ value: value.reason, most: 300, act: (words) => set("reason", words) }), { hint: t("Name no person in it.") }),
  };
  const wrong = h("div");
  const send = async () => {
    fields.choose.wrong(value.choose ? "" : t("This is needed."));
    fields.reason.wrong(value.reason.trim().length >= 2 ? "" : t("Say why, in a few words."));
    if (!value.choose || value.reason.trim().length < 2) return void goToWrong(form);
    try {
      await keepAnswer(one, draft, refused);
    } catch (error) {
      clear(wrong, note("wrong", h("p", trouble(error)), h("p", t("What you entered is still here."))));
      return;
    }
    kept();
    context.go("#/asked", { replace: true });
  };
  const form = h(
    "form.form",
    { novalidate: true },
    refused && note("wrong", h("p", h("strong", t("The platform did not take this."))), h("p", refused.answer?.text)),
    h("p", h("strong", [one.sheet_label, one.title].join(" "))),
    rows(one.words.map((word) => row({ title: word.text || "—", lines: [label(word)] }))),
    !open && h("p.soft", t("Both words are personal, so they are not on this phone. Ask at the door, and enter what you are told.")),
    h("div.deeds", button(t("Enter what the person says"), { to: `#/entry/${one.sheet}/${one.record}?only=${one.field}`, first: !one.may.length, id: "say-it" }), button(t("Look at the record"), { to: `#/record/${one.sheet}/${one.record}` })),
    one.may.length > 0 && [fields.choose, fields.reason, wrong, h("div.send", button(t("Settle it"), { first: true, wide: true, act: send, id: "send-answer" }))],
    !one.may.length && h("p.soft", t("Nobody decides for their own word. The other side or the level above does.")),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const [name, words] of Object.entries(refused?.answer?.fields ?? {})) fields[name]?.wrong(words);
  return form;
};

const keepAnswer = async (one, draft, refused) => {
  const body = { question: one.id, choose: draft.value.choose, reason: draft.value.reason.trim() };
  await draft.flush();
  if (refused) {
    await outbox.amend(refused.key, body);
    await draft.drop();
  } else {
    await outbox.put("register_answer", body, { drop: [draft.key], post: await postOf(one.grid) });
    draft.done();
  }
  await without("questions", one.id);
};
