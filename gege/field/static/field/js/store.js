/* What the phone knows: sections of the last sync, and small values of its own such as drafts. */

import { listen, tell } from "./bus.js";
import { answer, read, write } from "./db.js";
import { lock, seal, tagOf, unlocked, unseal } from "./vault.js";
import { wipe } from "./wipe.js";

export { lock, unlocked, wipe };

const known = new Map();
const forget = () => known.clear();
listen("locked", forget);
listen("wiped", forget);
listen("section", (name, near) => near || known.delete(name));

const copy = (value) => (value === undefined ? null : structuredClone(value));

const load = async (name) => {
  if (known.has(name)) return known.get(name);
  const tag = await tagOf(`section:${name}`);
  const record = await read("sections", (sections) => answer(sections.get(tag)));
  const kept = record ? await unseal(`section:${name}`, record) : { etag: null, data: null };
  known.set(name, kept);
  return kept;
};

const keep = async (name, kept) => {
  const place = `section:${name}`;
  const record = { tag: await tagOf(place), ...(await seal(place, kept)) };
  await write("sections", (sections) => answer(sections.put(record)));
  known.set(name, kept);
  tell("section", name);
};

// One change of a section after the other, so that none is built on what another has replaced.
let line = Promise.resolve();
const inLine = (work) => {
  const turn = line.then(work);
  line = turn.catch(() => {});
  return turn;
};

/* The data of a section as the screens shall see it, or null. A copy: changing it changes nothing. */
export const section = async (name) => {
  const kept = await load(name);
  return copy("local" in kept ? kept.local : kept.data);
};

/* The mark of what the platform last sent of a section, or null. */
export const etag = async (name) => (await load(name)).etag;

/* Replaces a section by what the platform sent; a local change made on the old one ends. */
export const setSection = (name, mark, data) =>
  inLine(() => keep(name, { etag: mark, data: copy(data) }));

/* Shows a change at once. `fn` gets a copy and changes it, or returns another value. It lasts
   until the platform sends the section anew, or says that nothing changed while nothing waits. */
export const optimistic = (name, fn) =>
  inLine(async () => {
    const kept = await load(name);
    const seen = copy("local" in kept ? kept.local : kept.data);
    const changed = (await fn(seen)) ?? seen;
    await keep(name, { ...kept, local: copy(changed) });
  });

/* Drops the local change of a section: what was hoped for did not come. */
export const settle = (name) =>
  inLine(async () => {
    const { local, ...kept } = await load(name);
    if (local !== undefined) await keep(name, kept);
  });

/* Calls `fn(name)` when that section, or any ("*"), has changed. Returns its end. */
export const watch = (name, fn) =>
  listen("section", (changed) => (name === "*" || name === changed) && fn(changed));

/* A record for the store `small`; the outbox keeps such values in its own transaction. */
export const smallRecord = async (key, value) => {
  const tag = await smallTag(key);
  return { tag, ...(await seal(`small:${tag}`, { key, value })) };
};
export const smallTag = (key) => tagOf(`small:${key}`);

export const get = async (key) => {
  const tag = await smallTag(key);
  const record = await read("small", (small) => answer(small.get(tag)));
  return record ? (await unseal(`small:${tag}`, record)).value : null;
};

export const set = async (key, value) => {
  const record = await smallRecord(key, value);
  await write("small", (small) => answer(small.put(record)));
};

export const drop = async (key) => {
  const tag = await smallTag(key);
  await write("small", (small) => answer(small.delete(tag)));
};

/* Every small value, as {key: value}. */
export const values = async () => {
  const records = await read("small", (small) => answer(small.getAll()));
  const found = {};
  for (const record of records) {
    const { key, value } = await unseal(`small:${record.tag}`, record);
    found[key] = value;
  }
  return found;
};

const LIMITS = {
  photos_most: 300,
  megabytes_most: 200,
  file_megabytes_most: 20,
  messages_most: 1000,
  lock_minutes: 10,
  terminal_silent_days: 7,
};

/* The bounds of this phone, as the platform set them last. */
export const limits = async () => ({ ...LIMITS, ...((await section("me"))?.limits ?? {}) });
