/* One move of a matter: its own fields as the platform describes them, and the entries it becomes. */

import * as outbox from "./outbox.js";
import * as store from "./store.js";
import { openDraft } from "./drafts.js";
import { choices, field, goToWrong, group, text, words } from "./entry.js";
import { postOf } from "./own.js";
import { picker } from "./photos.js";
import { trouble } from "./told.js";
import { ask, button, clear, h, note, say } from "./ui.js";
import { t } from "./words.js";

const WITH_PICTURES = new Set(["complete", "handle_in_place"]);
const GRAVE = {
  skip_level: () => t("Alarm the county centre now? This is for major matters only."),
};
const LONGEST = { words: 2000, text: 500 };

const control = (one, draft) => {
  const act = (value) => draft.set(one.name, value);
  const value = draft.value[one.name] ?? "";
  const said = { hint: one.hint || null, optional: !one.required };
  if (one.type === "choice") {
    if (one.choices.length === 1 && !value) act(one.choices[0].value);
    return group(one.label, choices(one.choices, { value: draft.value[one.name], act }), said);
  }
  if (one.type === "datetime") return field(one.label, text({ value, act, type: "datetime-local" }), said);
  if (one.type === "words") return field(one.label, words({ value, act, most: LONGEST.words }), said);
  return field(one.label, text({ value, act, most: LONGEST.text }), said);
};

/** The form of a move. `done` is called when it is kept; `before` holds what a refused one said. */
export const moveForm = async (matter, move, { done, cancel, item = null }) => {
  const draft = await openDraft(`draft:move:${matter.number}:${move.move}`, { photos: [], ...(item?.body.fields ?? {}) });
  const fields = Object.fromEntries(move.fields.map((one) => [one.name, control(one, draft)]));
  const wrong = h("div");
  const send = async () => {
    let whole = true;
    for (const one of move.fields) {
      const missing = one.required && !String(draft.value[one.name] ?? "").trim();
      fields[one.name].wrong(missing ? t("This is needed.") : "");
      whole = whole && !missing;
    }
    if (!whole) {
      goToWrong(form);
      return;
    }
    if (GRAVE[move.move] && !(await ask(GRAVE[move.move](), { yes: move.label, grave: true }))) return;
    try {
      await keepMove(matter, move, draft, item);
    } catch (error) {
      clear(wrong, note("wrong", h("p", trouble(error)), h("p", t("What you entered is still here."))));
      return;
    }
    say(t("Kept on this phone. It is sent as soon as there is a network."));
    done();
  };
  const form = h(
    "form.form",
    { novalidate: true },
    h("h2", move.label),
    item?.answer?.text && note("wrong", h("p", item.answer.text)),
    Object.values(fields),
    WITH_PICTURES.has(move.move) && !item && picker(draft.value.photos, (list) => (draft.set("photos", list), draft.flush()), { label: t("Photographs of the result") }),
    wrong,
    h("div.deeds", button(move.label, { first: true, act: send, id: "send-move" }), button(t("Cancel"), { act: async () => (await draft.close(), cancel()) })),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  if (item?.answer?.field) fields[item.answer.field.replace("fields.", "")]?.wrong(item.answer.text);
  return form;
};

const stamped = (value) => (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(value) ? `${value}:00+08:00` : value);

const fieldsOf = (move, draft) =>
  Object.fromEntries(move.fields.map((one) => [one.name, one.type === "datetime" ? stamped(draft.value[one.name] ?? "") : String(draft.value[one.name] ?? "").trim()]));

/* Pictures first, each after the one before: some moves end the matter, and an ended one takes none. */
const keepMove = async (matter, move, draft, item) => {
  const fields = fieldsOf(move, draft);
  await draft.flush();
  if (item) {
    const version = item.status === "conflict" ? (item.answer.present?.version ?? matter.version) : item.body.matter.version;
    await outbox.amend(item.key, { ...item.body, matter: { ...item.body.matter, version }, fields });
    await draft.drop();
    return;
  }
  const entries = [];
  let after = null;
  const add = (kind, body) => {
    const key = outbox.newKey();
    entries.push({ key, kind, body: { matter: { number: matter.number, version: after ? null : matter.version }, ...body }, after });
    after = key;
  };
  for (const one of draft.value.photos ?? []) add("attach", { ...one, stage: "after" });
  add("move", { move: move.move, fields });
  await outbox.putAll(entries, { drop: [draft.key], post: await postOf(matter.grid) });
  draft.done();
};

/** Pictures of a matter by themselves. */
export const attachAll = async (matter, photos, stage) => {
  const before = (await outbox.list()).findLast((one) => one.body.matter?.number === matter.number && one.status !== "done");
  let after = before?.key ?? null;
  const entries = photos.map((one) => {
    const key = outbox.newKey();
    const entry = { key, kind: "attach", body: { matter: { number: matter.number, version: null }, ...one, stage }, after };
    after = key;
    return entry;
  });
  await outbox.putAll(entries, { post: await postOf(matter.grid) });
};

/** What is on the phone of one matter and is not done. */
export const unsentOf = async (number) => {
  const items = await outbox.list();
  const keys = items.filter((one) => one.kind === "report" && one.answer?.number === number).map((one) => one.key);
  return items.filter((one) => one.status !== "done" && (one.body.matter?.number === number || keys.includes(one.body.matter?.key)));
};

/** The number of the matter that an entry is about, when the platform has told it. */
export const numberOf = async ({ answer, body }) => body.matter?.number ?? (body.matter?.key ? (await outbox.item(body.matter.key))?.answer?.number : answer?.number) ?? null;

/** The matter by its number, from the last sync. */
export const matterBy = async (number) => (await store.section("matters"))?.find((one) => one.number === number) ?? null;
