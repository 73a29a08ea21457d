/* What was done here and is not yet known there. An entry is kept once its write is on the disk.

   An entry's place in the order is its `seq`, given by the database. The status that is stored is
   kept, waiting, refused, conflict or done; "sent" is an entry that is on its way just now. */

import { listen, tell } from "./bus.js";
import { stamp } from "./clock.js";
import { answer, read, write } from "./db.js";
import { FieldError, Full } from "./errors.js";
import { limits, smallRecord, smallTag } from "./store.js";
import { seal, tagOf, unseal } from "./vault.js";

export const MESSAGE_BYTES = 900_000;
const DONE_KEPT = 2 * 86_400_000;
const OPEN = new Set(["kept", "waiting", "refused", "conflict"]);

const under = new TextEncoder();
const known = new Map();
let onTheWay = new Set();

listen("locked", () => known.clear());
listen("wiped", () => known.clear());

const place = (key) => `outbox:${key}`;
const changed = () => tell("outbox");
/* Something is there to be sent. */
const kept = () => {
  changed();
  tell("kept");
};

/* One deed after the other: the order of `put` is the order of the entries. */
let line = Promise.resolve();
const inLine = (work) => {
  const turn = line.then(work);
  line = turn.catch(() => {});
  return turn;
};

export const newKey = () => crypto.randomUUID();

/* The files that an entry needs: those its body names. */
export const filesOf = (kind, body) => {
  if (kind === "attach") return [body.sha256];
  if (kind === "entry") return (body.files ?? []).map((one) => one.sha256);
  return [];
};

const record = async (entry) => ({
  key: entry.key,
  rev: crypto.randomUUID(),
  open: OPEN.has(entry.status) ? 1 : 0,
  ...(await seal(place(entry.key), entry)),
});

const opened = async (stored) => {
  const held = known.get(stored.seq);
  if (held?.rev === stored.rev) return held.entry;
  const entry = { ...(await unseal(place(stored.key), stored)), seq: stored.seq };
  known.set(stored.seq, { rev: stored.rev, entry });
  return entry;
};

const shown = (entry) => ({
  ...structuredClone(entry),
  status: onTheWay.has(entry.key) ? "sent" : entry.status,
});

const build = async ({ key = newKey(), kind, body, after = null, files = null }, post) => {
  const size = under.encode(JSON.stringify(body)).length;
  if (size > MESSAGE_BYTES) throw new Full("message", { size });
  const needs = files ?? filesOf(kind, body);
  const entry = { key, kind, body, ...stamp(), after, post, files: needs, status: "kept", answer: null };
  return record(entry);
};

const present = async (fileinfo, tags) => {
  for (const tag of tags) {
    if (!(await answer(fileinfo.get(tag)))) throw new FieldError("file_missing");
  }
};

/* Keeps several entries, or none of them. Each is {kind, body, after, files, key?}; `after` may
   name the key of an earlier one (make it with `newKey`). In the same moment `drop` removes small
   values (the draft that became an entry) and `keep` {key: value} writes them. Returns the keys. */
export const putAll = (entries, { drop = [], keep = {}, post = null } = {}) =>
  inLine(async () => {
    const { messages_most: most } = await limits();
    const records = [];
    for (const one of entries) records.push(await build(one, one.post ?? post));
    const needs = entries.flatMap((one) => one.files ?? filesOf(one.kind, one.body));
    const tags = await Promise.all(needs.map((sha256) => tagOf(`file:${sha256}`)));
    const gone = await Promise.all(drop.map(smallTag));
    const values = await Promise.all(Object.entries(keep).map(([key, value]) => smallRecord(key, value)));
    await write(["outbox", "small", "fileinfo"], async (outbox, small, fileinfo) => {
      const held = await answer(outbox.index("open").count(1));
      if (records.length && held + records.length > most) throw new Full("messages", { most });
      await present(fileinfo, tags);
      for (const one of records) await answer(outbox.add(one));
      for (const tag of gone) await answer(small.delete(tag));
      for (const value of values) await answer(small.put(value));
    });
    kept();
    return records.map((one) => one.key);
  });

/* Keeps one entry; resolves with its key once it is on the disk. */
export const put = async (kind, body, { after = null, files = null, ...more } = {}) =>
  (await putAll([{ kind, body, after, files }], more))[0];

/* Every entry, oldest first. */
export const list = async () => {
  const stored = await read("outbox", (outbox) => answer(outbox.getAll()));
  const entries = [];
  for (const one of stored) entries.push(shown(await opened(one)));
  return entries;
};

const find = async (key) => {
  const stored = await read("outbox", (outbox) => answer(outbox.index("key").get(key)));
  return stored ? opened(stored) : null;
};

export const item = async (key) => {
  const entry = await find(key);
  return entry && shown(entry);
};

/* How many entries of each status, and `open`: those that the platform has not taken. */
export const counts = async () => {
  const counted = { kept: 0, sent: 0, waiting: 0, refused: 0, conflict: 0, done: 0 };
  for (const entry of await list()) counted[entry.status] += 1;
  const { done, ...rest } = counted;
  return { ...counted, open: Object.values(rest).reduce((sum, one) => sum + one, 0) };
};

/* How many entries the platform has not taken; can be told while the phone is locked. */
export const openCount = () => read("outbox", (outbox) => answer(outbox.index("open").count(1)));

/* Calls `fn()` whenever an entry came, moved or went. Returns its end. */
export const watch = (fn) => listen("outbox", () => fn());

/* What was refused only because of what went before it. */
const heldUp = (entry) => entry.status === "refused" && entry.answer?.code === "after_refused";

/* Entries that followed one that goes follow what that one followed, and are sent again. What is
   about the thing itself (a picture of a dropped report) stays refused. */
const withoutIt = (entries, gone) => {
  const moved = new Map();
  for (const entry of entries) {
    const next = entry.after === gone.key;
    if (entry.status === "done" || !(next || moved.has(entry.after))) continue;
    if (JSON.stringify(entry.body).includes(gone.key)) continue;
    const body = structuredClone(entry.body);
    // The first of a chain says which version its worker saw; now another one is the first.
    const matter = next ? body.matter : null;
    if (matter?.number && matter.number === gone.body.matter?.number) matter.version ??= gone.body.matter.version;
    const status = heldUp(entry) ? { status: "kept", answer: null } : {};
    moved.set(entry.key, { ...entry, ...status, body, after: next ? gone.after : entry.after });
  }
  return [...moved.values()];
};

/* Removes an entry that the platform refused. What followed it in order goes on without it. */
export const discard = (key) =>
  inLine(async () => {
    const entry = await find(key);
    if (!entry) return;
    if (!["refused", "conflict"].includes(entry.status)) throw new FieldError("not_refused");
    const moved = withoutIt(await list(), entry);
    await store(moved, [entry.seq]);
    if (moved.length) kept();
    else changed();
  });

const rename = (value, old, key) => {
  if (value === old) return key;
  if (Array.isArray(value)) return value.map((one) => rename(one, old, key));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, rename(one, old, key)]));
  }
  return value;
};

/* An entry kept once more under a new key: the platform answers an old key for ever the same. */
const again = (entry, body) => ({ ...entry, key: newKey(), body, status: "kept", answer: null });

/* Keeps a refused entry again with another body, at its old place in the order. Those that named
   it follow it, and those that were refused for its sake are kept again. Returns the new key. */
export const amend = (key, body) =>
  inLine(async () => {
    const entries = await list();
    const first = entries.find((one) => one.key === key);
    if (!first || !["refused", "conflict"].includes(first.status)) throw new FieldError("not_refused");
    const next = again(first, body);
    next.files = filesOf(next.kind, body).length ? filesOf(next.kind, body) : first.files;
    const moved = [next];
    const names = new Map([[key, next.key]]);
    for (const entry of entries) {
      if (entry.seq <= first.seq || entry.status === "done") continue;
      let changedBody = entry.body;
      for (const [old, fresh] of names) changedBody = rename(changedBody, old, fresh);
      const after = names.get(entry.after) ?? entry.after;
      const follows = after !== entry.after || JSON.stringify(changedBody) !== JSON.stringify(entry.body);
      if (!follows) continue;
      const renewed = heldUp(entry) || ["kept", "waiting"].includes(entry.status);
      const made = renewed ? again(entry, changedBody) : { ...entry, body: changedBody };
      if (renewed) names.set(entry.key, made.key);
      moved.push({ ...made, after });
    }
    await store(moved);
    kept();
    return next.key;
  });

const store = async (entries, gone = []) => {
  const records = [];
  for (const { seq, ...entry } of entries) records.push({ seq, ...(await record(entry)) });
  await write("outbox", async (outbox) => {
    for (const one of records) await answer(outbox.put(one));
    for (const seq of gone) await answer(outbox.delete(seq));
  });
};

/* For the sync: entries to send, in order. */
export const sendable = async () =>
  (await list()).filter((one) => ["kept", "waiting", "sent"].includes(one.status));

/* For the sync: these keys are on their way (none, when it ends). Not stored: what becomes of an
   entry whose answer never came is found out by sending the same key again. */
export const markOnTheWay = (keys) => {
  onTheWay = new Set(keys);
  changed();
};

/* What was typed of a person leaves the phone when the platform has it: only what the entry was
   about stays on the list. */
const SPOKEN = ["uid", "sheet", "record", "question", "finding", "deed"];
const taken = (entry) => {
  if (!entry.kind.startsWith("register_")) return entry;
  return { ...entry, body: Object.fromEntries(SPOKEN.filter((name) => name in entry.body).map((name) => [name, entry.body[name]])) };
};

/* For the sync: writes the platform's answers, all of them at once. Returns how many moved on. */
export const settleAnswers = (answers, now = Date.now()) =>
  inLine(async () => {
    const moved = [];
    for (const one of answers) {
      const entry = await find(one.key);
      if (!entry || !["kept", "waiting"].includes(entry.status)) continue;
      if (!OPEN.has(one.status) && one.status !== "done") continue;
      const done = one.status === "done" ? { done_at: now } : {};
      const shown_ = one.status === "done" ? taken(entry) : entry;
      moved.push({ ...shown_, status: one.status, answer: one, ...done });
    }
    if (moved.length) await store(moved);
    return moved.filter((one) => one.status !== "waiting").length;
  });

/* Entries that were done two days ago leave the list. */
export const forgetDone = (now = Date.now()) =>
  inLine(async () => {
    const old = (await list()).filter((one) => one.status === "done" && now - one.done_at > DONE_KEPT);
    if (!old.length) return;
    await write("outbox", async (outbox) => {
      for (const { seq } of old) await answer(outbox.delete(seq));
    });
    for (const { seq } of old) known.delete(seq);
    changed();
  });
