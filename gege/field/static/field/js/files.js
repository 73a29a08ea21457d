/* Pictures and files on the phone: encrypted, named by their sum, bounded.

   A file that the platform has whole (`sent`) stays while there is room, to be looked at. */

import { listen, tell } from "./bus.js";
import { now } from "./clock.js";
import { answer, read, write } from "./db.js";
import { Full } from "./errors.js";
import { list } from "./outbox.js";
import { reduce } from "./pictures.js";
import { limits, values } from "./store.js";
import { seal, sealBytes, tagOf, unseal, unsealBytes } from "./vault.js";

const MB = 1024 * 1024;
const UNUSED_KEPT = 7 * 86_400_000;
const urls = new Set();

const hideAll = () => {
  for (const url of urls) URL.revokeObjectURL(url);
  urls.clear();
};
listen("locked", hideAll);
listen("wiped", hideAll);

const place = (sha256) => `file:${sha256}`;

const sumOf = async (bytes) =>
  [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");

const nameOfPhoto = () => {
  const at = now();
  const two = (number) => String(number).padStart(2, "0");
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  return `${day}-${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}.jpg`;
};

/* Size, time and whether it is sent stand in the clear: they say how much is here, not what. */
const infoRecord = async (info) => ({
  tag: await tagOf(place(info.sha256)),
  bytes: info.size,
  photo: info.photo,
  sent: info.sent,
  at: info.kept_at,
  ...(await seal(`info:${info.sha256}`, info)),
});

let line = Promise.resolve();
const inLine = (work) => {
  const turn = line.then(work);
  line = turn.catch(() => {});
  return turn;
};

const tagsOf = async (sums) => new Set(await Promise.all(sums.map((sha256) => tagOf(place(sha256)))));

/* Files that an entry still needs, because the platform has not taken it. */
const neededTags = async () =>
  tagsOf((await list()).filter((one) => one.status !== "done").flatMap((one) => one.files));

/* Which sent files have to go for a new one to fit; throws Full where that does not help. */
const makeRoom = (held, fresh, needed, { photos_most: photos, megabytes_most: megabytes }) => {
  const waiting = held.filter((one) => one.photo && !one.sent).length;
  if (fresh.photo && waiting >= photos) throw new Full("photos", { most: photos });
  let used = held.reduce((sum, one) => sum + one.bytes, 0) + fresh.bytes;
  const going = [];
  const spare = held.filter((one) => one.sent && !needed.has(one.tag)).sort((a, b) => a.sent - b.sent);
  while (used > megabytes * MB) {
    const one = spare.shift();
    if (!one) throw new Full("megabytes", { most: megabytes });
    going.push(one.tag);
    used -= one.bytes;
  }
  return going;
};

const keep = (blob, info) =>
  inLine(async () => {
    const bounds = await limits();
    // The platform takes no file that is larger: it is said before it is kept.
    const most = bounds.file_megabytes_most;
    if (blob.size > most * MB) throw new Full("file", { most });
    const bytes = await blob.arrayBuffer();
    const sha256 = await sumOf(bytes);
    const whole = { ...info, sha256, size: bytes.byteLength };
    const record = await infoRecord({ ...whole, kept_at: Date.now(), sent: 0 });
    const data = { tag: record.tag, ...(await sealBytes(place(sha256), bytes)) };
    const needed = await neededTags();
    await write(["fileinfo", "filedata"], async (fileinfo, filedata) => {
      // The same picture again is the same file, and is asked for anew.
      const held = (await answer(fileinfo.getAll())).filter((one) => one.tag !== record.tag);
      for (const tag of makeRoom(held, record, needed, bounds)) {
        await answer(fileinfo.delete(tag));
        await answer(filedata.delete(tag));
      }
      await answer(filedata.put(data));
      await answer(fileinfo.put(record));
    });
    tell("files");
    const { photo: _, ...told } = whole;
    return told;
  });

/* Keeps a photo, reduced. Returns {sha256, size, width, height, name, media_type}. */
export const takePhoto = async (file) => {
  const { blob, width, height } = await reduce(file);
  return keep(blob, { name: nameOfPhoto(), media_type: "image/jpeg", width, height, photo: 1 });
};

/* Keeps a file as it is. Returns {sha256, size, name, media_type}. */
export const keepFile = (blob, name) =>
  keep(blob, { name, media_type: blob.type || "application/octet-stream", photo: 0 });

/* {sha256, size, name, media_type, width?, height?, sent} or null. */
export const fileInfo = async (sha256) => {
  const tag = await tagOf(place(sha256));
  const record = await read("fileinfo", (fileinfo) => answer(fileinfo.get(tag)));
  return record ? unseal(`info:${sha256}`, record) : null;
};

/* The file itself as a Blob, or null. */
export const fileBlob = async (sha256) => {
  const tag = await tagOf(place(sha256));
  const data = await read("filedata", (filedata) => answer(filedata.get(tag)));
  if (!data) return null;
  const info = await fileInfo(sha256);
  return new Blob([await unsealBytes(place(sha256), data)], { type: info?.media_type });
};

/* An address for <img>, good until the app locks; null when the file is not here. */
export const fileUrl = async (sha256) => {
  const blob = await fileBlob(sha256);
  if (!blob) return null;
  const url = URL.createObjectURL(blob);
  urls.add(url);
  return url;
};

/* Removes a file that nothing needs any more. */
export const dropFile = async (sha256) => {
  const tag = await tagOf(place(sha256));
  await write(["fileinfo", "filedata"], async (fileinfo, filedata) => {
    await answer(fileinfo.delete(tag));
    await answer(filedata.delete(tag));
  });
  tell("files");
};

/* How much is used and allowed: {used, most} in bytes, {photos, photos_most}: photos not sent. */
export const room = async () => {
  const { photos_most: photosMost, megabytes_most: megabytes } = await limits();
  const held = await read("fileinfo", (fileinfo) => answer(fileinfo.getAll()));
  return {
    used: held.reduce((sum, one) => sum + one.bytes, 0),
    most: megabytes * MB,
    photos: held.filter((one) => one.photo && !one.sent).length,
    photos_most: photosMost,
  };
};

/* For the sync: the platform has this file whole, or says that it has not. */
export const markSent = async (sha256, sent = true) => {
  const info = await fileInfo(sha256);
  if (!info || Boolean(info.sent) === sent) return;
  const record = await infoRecord({ ...info, sent: sent ? Date.now() : 0 });
  await write("fileinfo", (fileinfo) => answer(fileinfo.put(record)));
  tell("files");
};

/* Files that no entry names go: sent ones at once, others when no draft has named them for a week. */
export const forgetFiles = async (at = Date.now()) => {
  const held = await read("fileinfo", (fileinfo) => answer(fileinfo.getAll()));
  if (!held.length) return;
  const named = await tagsOf((await list()).flatMap((one) => one.files));
  const drafts = JSON.stringify(await values());
  for (const tag of await tagsOf(drafts.match(/\b[0-9a-f]{64}\b/g) ?? [])) named.add(tag);
  const old = held.filter((one) => !named.has(one.tag) && (one.sent || at - one.at > UNUSED_KEPT));
  if (!old.length) return;
  await write(["fileinfo", "filedata"], async (fileinfo, filedata) => {
    for (const { tag } of old) {
      await answer(fileinfo.delete(tag));
      await answer(filedata.delete(tag));
    }
  });
  tell("files");
};
