/* The platform's side of the wire. Addresses are the app's own host; nothing else is ever asked. */

import { contact } from "./clock.js";
import { Denied, Offline } from "./errors.js";
import { language } from "./words.js";

const BASE = "/field/api";
const PATIENCE = 30_000;
const PATIENCE_FILE = 90_000;

let csrf = "";

export const setCsrf = (token) => {
  csrf = token ?? "";
};
export const hasCsrf = () => csrf !== "";

const wait = (response) => {
  const seconds = Number(response.headers.get("Retry-After"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
};

const send = async (path, { patience = PATIENCE, headers = {}, ...options }) => {
  try {
    return await fetch(`${BASE}/${path}`, {
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      headers: { "X-CSRFToken": csrf, "Accept-Language": language(), ...headers },
      signal: AbortSignal.timeout(patience),
      ...options,
    });
  } catch {
    throw new Offline();
  }
};

const read = async (response) => {
  try {
    return await response.json();
  } catch {
    return null;
  }
};

/* The answer's object; throws Offline (no answer, or come later) or Denied (refused). */
const judged = async (response, sent) => {
  const body = await read(response);
  if (body?.now) await contact(body.now, sent, Date.now());
  else if (body?.error) await contact(response.headers.get("Date"), sent, Date.now());
  if (response.ok && body) return body;
  if (response.ok || response.status >= 500 || response.status === 429) throw new Offline(wait(response));
  throw new Denied(response.status, body ?? {});
};

export const post = async (path, body = {}, options = {}) => {
  const sent = Date.now();
  const response = await send(path, {
    method: "POST",
    body: JSON.stringify(body),
    ...options,
    headers: { "Content-Type": "application/json" },
  });
  return judged(response, sent);
};

/* What is looked at and not kept. */
export const fetched = async (path) => {
  const sent = Date.now();
  return judged(await send(path, {}), sent);
};

/* How many bytes of a file the platform has. */
export const heldOf = async (sha256) => {
  const response = await send(`files/${sha256}`, { method: "HEAD" });
  // Whatever is wrong with the terminal is said when the bytes come: an answer to HEAD has no words.
  if ([401, 403, 404].includes(response.status)) return 0;
  if (!response.ok) throw new Offline(wait(response));
  return Number(response.headers.get("X-Offset")) || 0;
};

/* Sends a part of a file. Returns the offset that the platform has come to. */
export const sendPart = async (sha256, part, offset, size) => {
  const response = await send(`files/${sha256}`, {
    method: "PUT",
    body: part,
    patience: PATIENCE_FILE,
    headers: {
      "Content-Type": "application/octet-stream",
      "X-Offset": String(offset),
      "X-Size": String(size),
    },
  });
  const body = await read(response);
  if (response.ok || response.status === 409) {
    if (typeof body?.offset === "number") return body.offset;
    throw new Offline();
  }
  if (response.status >= 500 || response.status === 429) throw new Offline(wait(response));
  throw new Denied(response.status, body ?? {});
};
