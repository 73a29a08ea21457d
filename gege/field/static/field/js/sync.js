/* The conversation with the platform: when it is held, and what the head of each screen says of it.

   Only one window of the app talks at a time. Retries wait longer and longer, and not all phones
   at once. */

import * as api from "./api.js";
import { listen, say, tell } from "./bus.js";
import { contactAt, skewMs } from "./clock.js";
import { Denied, FieldError, Locked, Offline } from "./errors.js";
import { forgetFiles } from "./files.js";
import * as outbox from "./outbox.js";
import { hasToken, keepMe, pull } from "./pull.js";
import { push } from "./push.js";
import { unlocked, wipe } from "./store.js";
import { exists, owner } from "./vault.js";

const QUIET = 5 * 60_000;
const SLOWEST = 5 * 60_000;
const FIRST_WAIT = 2_000;
const LOCK = "gege-field-sync";

/* Read it, do not write it. `error` is {code, text} of the last try, or null. */
export const state = {
  online: navigator.onLine,
  busy: false,
  last_contact: null,
  signed_out: false,
  error: null,
  skew_ms: null,
};

let version = "";
let timer = 0;
let failures = 0;
let going = null;
let again = false;
let started = false;
let wired = false;

const change = (news) => {
  Object.assign(state, news, { last_contact: contactAt(), skew_ms: skewMs() });
  say("sync");
};

/* Calls `fn(state)` whenever the state may have changed. Returns its end. */
export const watch = (fn) => listen("sync", () => fn(state));

const round = async () => {
  await outbox.forgetDone();
  const some = (await outbox.sendable()).length > 0;
  const token = await hasToken();
  if (!some || !token) await pull(version);
  const { held } = await push();
  if (some) await pull(version);
  await forgetFiles();
  return held;
};

/* A stale token is fetched anew, once. */
const roundWithToken = async () => {
  try {
    return await round();
  } catch (error) {
    if (!(error instanceof Denied) || error.status !== 403) throw error;
    await pull(version);
    return round();
  }
};

/* Milliseconds to wait after so many failures in a row, or the seconds that the platform asked. */
export const pause = (many, asked) => {
  const longest = Math.min(SLOWEST, FIRST_WAIT * 2 ** Math.min(many, 10));
  return Math.max(longest / 2 + (Math.random() * longest) / 2, (asked ?? 0) * 1000);
};

const later = (ms) => {
  clearTimeout(timer);
  timer = setTimeout(() => void talk(), ms);
};

const failed = async (error) => {
  if (error instanceof Locked) return;
  if (error instanceof Denied && error.values.wipe) {
    stop();
    await wipe("revoked");
    return;
  }
  if (error instanceof Denied && error.status === 401) {
    change({ online: true, signed_out: true, error: { code: error.code, text: error.text } });
    // It goes on asking, slowly: a terminal that is signed out may be withdrawn as well.
    later(QUIET);
    return;
  }
  failures += 1;
  const known = error instanceof FieldError;
  if (!known) console.warn(error);
  const told = { code: known ? error.code : "fault", text: error.text ?? "" };
  change({ online: !(error instanceof Offline), error: told });
  later(pause(failures, error.values?.after));
};

const inTurn = () =>
  navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) {
      later(FIRST_WAIT + Math.random() * FIRST_WAIT);
      return;
    }
    change({ busy: true });
    try {
      const held = await roundWithToken();
      failures = held ? failures + 1 : 0;
      change({ online: true, signed_out: false, error: null });
      tell("synced");
      later(held ? pause(failures, null) : QUIET);
    } catch (error) {
      await failed(error);
    } finally {
      change({ busy: false });
    }
  });

const talk = async () => {
  if (!started || !unlocked()) return;
  if (going) {
    again = true;
    await going;
    return;
  }
  clearTimeout(timer);
  going = inTurn();
  try {
    await going;
  } finally {
    going = null;
  }
  if (again) {
    again = false;
    if (!failures && !state.signed_out && started) later(0);
  }
};

const wake = () => {
  failures = 0;
  void talk();
};

/* Talk with the platform now, whatever was waited for. Resolves when it is over. */
export const now = async () => {
  failures = 0;
  if (going) await going;
  await talk();
};

const stop = () => {
  started = false;
  clearTimeout(timer);
};

const wire = () => {
  if (wired) return;
  wired = true;
  addEventListener("online", () => {
    change({ online: true });
    wake();
  });
  addEventListener("offline", () => change({ online: false }));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
  // While the platform is away, a new entry waits with the others for the next try.
  listen("kept", () => !failures && !state.signed_out && later(300));
  listen("locked", stop);
  listen("wiping", stop);
  listen("synced", (_, near) => near || change({ signed_out: false, error: null }));
};

/* From now on, talk whenever there is something to say or something may have changed. Resolves
   when the first talk is over, however it ended. */
export const start = async (appVersion = "") => {
  version = appVersion || version;
  started = true;
  failures = 0;
  wire();
  await talk();
};

// -- Entering and leaving -----------------------------------------------------------------------

const device = () => {
  const told = navigator.userAgentData;
  return (told ? `${told.platform} ${told.brands?.at(-1)?.brand ?? ""}` : navigator.userAgent).slice(0, 120);
};

/* Makes this phone a terminal of whoever knows the password. Returns `me`; throws Denied with the
   platform's words, Offline, or other_account where the store is another person's. */
export const enter = async ({ login, password: secret, code = "", appVersion = version }) => {
  version = appVersion;
  if ((await exists()) && owner()?.login !== login) throw new FieldError("other_account");
  const body = { login, password: secret, code, app_version: version, device: device() };
  const { me } = await api.post("enter", body);
  return me;
};

/* Another person's phone takes nobody in until the first one has left. */
const sameOwner = async (me) => {
  if (me.account_id === owner()?.account_id) return;
  api.setCsrf(me.csrf);
  await api.post("leave").catch(() => {});
  throw new FieldError("other_account");
};

/* The password once more, after the platform asked for it. Nothing kept is lost. Where the phone
   has lost its secret it becomes a terminal anew, which may need a code of the station. */
export const password = async (secret, code = "") => {
  await hasToken();
  let me;
  try {
    ({ me } = await api.post("password", { password: secret }));
  } catch (error) {
    if (!(error instanceof Denied) || !["signed_out", "csrf"].includes(error.code)) throw error;
    me = await enter({ login: owner().login, password: secret, code });
  }
  await sameOwner(me);
  await keepMe(me);
  change({ signed_out: false, error: null });
  await now();
};

/* Ends this terminal and wipes the phone. With entries that are not sent it throws unsent, unless
   `force` says that they may be lost; without a network it throws Offline, unless forced too. */
export const leave = async ({ force = false } = {}) => {
  if (!force) {
    await now();
    if ((await outbox.counts()).open) throw new FieldError("unsent");
  }
  await hasToken();
  let ended = true;
  try {
    await api.post("leave");
  } catch (error) {
    ended = error instanceof Denied;
    if (!force && !ended) throw error;
  }
  stop();
  await wipe("left", { end: !ended });
};
