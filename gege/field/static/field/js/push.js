/* What is kept here goes to the platform: in order, in batches, its files before it.

   A message keeps its key until it is answered: sent twice, it is done once. */

import * as api from "./api.js";
import { Denied, Offline } from "./errors.js";
import { fileInfo, markSent } from "./files.js";
import * as outbox from "./outbox.js";
import { upload } from "./upload.js";

export const BATCH = 100;
const BATCH_BYTES = 950_000;
const FILES_AHEAD = 10;
const FULL_SECONDS = 60;
const FULL_TRIES = 8;

const count = new TextEncoder();
const fullOf = new Map();
let batchMost = BATCH;

const wire = ({ key, kind, made_at, skew_ms, after, post, body }) => ({
  key, kind, made_at, skew_ms, after, post, body,
});

const missingOf = async (entry) => {
  const missing = [];
  for (const sha256 of entry.files) if (!(await fileInfo(sha256))?.sent) missing.push(sha256);
  return missing;
};

/* What the phone itself finds wrong with an entry is answered like the platform does. */
const refuse = (key, code, text = "") => outbox.settleAnswers([{ key, status: "refused", code, text }]);

/* Brings the files of an entry there; false when they cannot be had, and the entry is refused. */
const bring = async (entry, missing) => {
  for (const sha256 of missing) {
    try {
      await upload(sha256);
    } catch (error) {
      // The platform holds as many pictures as it will: this one comes later, but not never.
      if (error.code === "over_the_bound") {
        fullOf.set(sha256, (fullOf.get(sha256) ?? 0) + 1);
        if (fullOf.get(sha256) < FULL_TRIES) throw new Offline(FULL_SECONDS);
      }
      const wrong = error instanceof Denied && ![401, 403].includes(error.status);
      if (!wrong && error.code !== "file_missing" && error.code !== "upload_stuck") throw error;
      await refuse(entry.key, error.code, error.text);
      return false;
    }
  }
  return true;
};

/* The next messages, in order, their files brought there before. Words that are ready do not wait
   for the pictures behind them. */
const nextBatch = async (entries) => {
  const batch = [];
  let bytes = 0;
  let files = 0;
  for (const entry of entries) {
    const message = wire(entry);
    bytes += count.encode(JSON.stringify(message)).length + 1;
    if (batch.length >= batchMost || (batch.length && bytes > BATCH_BYTES)) break;
    const missing = await missingOf(entry);
    if (missing.length && batch.length && (files === 0 || files >= FILES_AHEAD)) break;
    files += missing.length;
    if (await bring(entry, missing)) batch.push(message);
  }
  return batch;
};

/* A batch that the platform cannot take as a whole is made smaller, until one stands alone. */
const shrink = async (batch, error) => {
  if (batch.length > 1) {
    batchMost = Math.max(1, Math.floor(batch.length / 2));
    return;
  }
  batchMost = BATCH;
  await refuse(batch[0].key, error.status === 413 ? "full_message" : error.code, error.text);
};

const send = async (batch) => {
  outbox.markOnTheWay(batch.map((one) => one.key));
  try {
    const sent_at = new Date().toISOString();
    const { answers = [] } = await api.post("messages", { sent_at, messages: batch });
    await outbox.settleAnswers(answers);
    return answers;
  } finally {
    outbox.markOnTheWay([]);
  }
};

/* Sends until every entry was tried once. Returns {sent, held}: how many were answered for good,
   and how many still wait for something. */
export const push = async () => {
  const tried = new Set();
  let sent = 0;
  for (;;) {
    const entries = (await outbox.sendable()).filter((one) => !tried.has(one.key));
    if (!entries.length) return { sent, held: (await outbox.sendable()).length };
    const batch = await nextBatch(entries);
    if (!batch.length) continue;
    let answers;
    try {
      answers = await send(batch);
      batchMost = BATCH;
    } catch (error) {
      if (!(error instanceof Denied) || ![400, 413, 422].includes(error.status)) throw error;
      await shrink(batch, error);
      continue;
    }
    for (const { key } of batch) tried.add(key);
    for (const one of answers) {
      if (one.status !== "waiting") sent += 1;
      else for (const sha of entries.find(({ key }) => key === one.key)?.files ?? []) await markSent(sha, false);
    }
  }
};

