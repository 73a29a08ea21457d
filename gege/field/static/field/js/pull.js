/* What the platform has that the phone does not: sections whose mark is another, and forms. */

import * as api from "./api.js";
import { allowSilence } from "./clock.js";
import { FieldError, Locked } from "./errors.js";
import { fetchForms } from "./forms.js";
import { sendable } from "./outbox.js";
import { etag, get, set, setSection, settle } from "./store.js";
import { owner } from "./vault.js";

const SECTIONS = [
  "me", "rules", "kinds", "matters", "points", "map", "patrol", "visits", "campaigns", "handbook",
  "notices", "contract", "doors", "register_tasks",
];
/* Those that the platform sends to an app which names them. */
const WANTED = ["contract", "doors", "register_tasks"];

/* The token of forms, kept for the next opening. */
const keepToken = async (token) => {
  if (!token) return;
  api.setCsrf(token);
  await set("csrf", token);
};

/* Tells whether a token is at hand. */
export const hasToken = async () => {
  if (!api.hasCsrf()) api.setCsrf(await get("csrf"));
  return api.hasCsrf();
};

/* Keeps who uses the phone, as the platform said on entering or at a start. */
export const keepMe = async ({ csrf, ...me }, mark = null) => {
  await keepToken(csrf);
  await allowSilence(me.limits?.terminal_silent_days ?? null);
  await setSection("me", mark, me);
};

/* Fetches what changed. Local changes end where the platform says that nothing changed, unless
   something still waits to be sent. */
export const pull = async (version) => {
  const have = {};
  for (const name of SECTIONS) {
    const mark = await etag(name);
    if (mark) have[name] = mark;
  }
  const waiting = (await sendable()).length;
  const answer = await api.post("start", { have, app_version: version, waiting, want: WANTED });
  const { me } = answer.sections ?? {};
  if (me && me.data.account_id !== owner()?.account_id) throw new FieldError("other_account");
  await keepToken(answer.csrf ?? answer.me?.csrf);
  for (const [name, one] of Object.entries(answer.sections ?? {})) {
    if (name === "me") await keepMe(one.data, one.etag);
    else await setSection(name, one.etag, one.data);
  }
  if (!waiting) for (const name of answer.unchanged ?? []) await settle(name);
  await fetchForms().catch((error) => {
    if (error instanceof Locked) throw error;
  });
};
