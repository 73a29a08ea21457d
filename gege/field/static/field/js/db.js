/* IndexedDB. A write is over when its transaction is on the disk, not before (durability strict). */

import { tell } from "./bus.js";
import { FieldError, Full } from "./errors.js";

const NAME = "gege-field";
const VERSION = 1;

/* `keys` holds the wrapped data key and marks of time: the only store that is not encrypted. */
export const STORES = ["keys", "sections", "small", "outbox", "fileinfo", "filedata", "forms"];

let opening = null;

const build = (db) => {
  db.createObjectStore("keys");
  for (const name of ["sections", "small", "fileinfo", "filedata", "forms"]) {
    db.createObjectStore(name, { keyPath: "tag" });
  }
  const outbox = db.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
  outbox.createIndex("key", "key", { unique: true });
  outbox.createIndex("open", "open");
};

const connect = () =>
  new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => build(asked.result);
    asked.onerror = () => reject(reasonOf(asked.error));
    asked.onsuccess = () => {
      const db = asked.result;
      db.onclose = () => {
        opening = null;
      };
      db.onversionchange = () => {
        db.close();
        opening = null;
      };
      resolve(db);
    };
  });

const reasonOf = (error) => {
  if (error?.name === "QuotaExceededError") return new Full("device");
  return error ?? new FieldError("storage_failed");
};

const database = async () => {
  opening ??= connect().catch((error) => {
    opening = null;
    throw error;
  });
  return opening;
};

/* The answer of one request as a promise; inside a transaction nothing else may be awaited. */
export const answer = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(reasonOf(request.error));
  });

const run = async (stores, mode, work) => {
  const db = await database();
  const transaction = db.transaction(stores, mode, { durability: "strict" });
  const over = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(reasonOf(transaction.error));
  });
  over.catch(() => {});
  const parts = [stores].flat().map((name) => transaction.objectStore(name));
  let result;
  try {
    result = await work(...parts);
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      /* It ended by itself. */
    }
    throw error;
  }
  await over;
  return result;
};

/* `work(store, …)` reads; it may await `answer(request)` only. */
export const read = (stores, work) => run(stores, "readonly", work);

/* The same for writing: all of it is kept, or nothing. Resolves when it is on the disk. */
export const write = (stores, work) => run(stores, "readwrite", work);

export const getKey = (name) => read("keys", (keys) => answer(keys.get(name)));
export const putKey = (name, value) => write("keys", (keys) => answer(keys.put(value, name)));

/* Empties every store, the keys first of all, then removes the database. */
export const destroy = async () => {
  await write(STORES, async (...stores) => {
    for (const store of stores) await answer(store.clear());
  });
  const db = await database();
  db.close();
  opening = null;
  tell("database_going");
  await new Promise((resolve) => {
    const asked = indexedDB.deleteDatabase(NAME);
    // Another window holds it for a moment longer; it is empty already.
    asked.onsuccess = asked.onerror = asked.onblocked = resolve;
  });
};
