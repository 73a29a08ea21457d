/* The time as the platform has it: the phone's clock plus what it was found to be wrong by. */

import { say } from "./bus.js";
import { answer, getKey, write } from "./db.js";
import { contactMark, judge, observe } from "./silence.js";

const JUMP = 5_000;
const TICK = 5_000;

let skew = null;
let lastContact = null;
let anchor = null;

const setAnchor = () => {
  anchor = { wall: Date.now(), steady: performance.now() };
};

/* Milliseconds that the platform is ahead of the phone; null before the first contact. */
export const skewMs = () => skew;

/* The platform's time at the last contact, in milliseconds; null before it. */
export const contactAt = () => lastContact;

/* The corrected time. */
export const now = () => new Date(Date.now() + (skew ?? 0));

/* What a message says of the time of its making: the phone's own clock, and its known error. */
export const stamp = () => {
  noticeJump();
  return { made_at: new Date().toISOString(), skew_ms: skew };
};

/* Somebody sets the phone's clock while the app is open: the error changes by the same step.
   Only steps that the steady clock contradicts are believed, and forward ones only while the app
   was looking all the time, because the steady clock of a sleeping phone stands still. */
export const noticeJump = () => {
  if (skew === null || !anchor) return;
  const wall = Date.now() - anchor.wall;
  const steady = performance.now() - anchor.steady;
  const jump = wall - steady;
  setAnchor();
  const looking = document.visibilityState === "visible" && steady < 3 * TICK;
  if (jump < -JUMP || (jump > JUMP && looking)) {
    skew -= jump;
    void keepSkew(skew);
    say("clock", skew);
  }
};

const keepSkew = (ms) =>
  write("keys", async (keys) => {
    const mark = await answer(keys.get("mark"));
    if (!mark) return;
    // The pair of times of the last contact moves with the clock that was set.
    await answer(keys.put({ ...mark, skew: ms, phone: mark.server - ms }, "mark"));
  }).catch(() => {});

/* The platform answered: `server` is its time, `sent` and `heard` the phone's around the answer. An
   answer that does not tell the time is a contact all the same. */
export const contact = async (server, sent, heard) => {
  const phone = Math.round((sent + heard) / 2);
  const told = server ? new Date(server).getTime() : NaN;
  const at = Number.isFinite(told) ? told : phone + (skew ?? 0);
  skew = at - phone;
  lastContact = at;
  setAnchor();
  await write("keys", (keys) =>
    answer(keys.put({ ...contactMark(at, phone), skew, days: daysKnown }, "mark")),
  );
  say("clock", skew);
};

let daysKnown = null;

/* How many silent days the platform allows; kept with the mark, readable before the PIN. */
export const allowSilence = async (days) => {
  if (days === daysKnown) return;
  daysKnown = days;
  await write("keys", async (keys) => {
    const mark = await answer(keys.get("mark"));
    if (mark) await answer(keys.put({ ...mark, days }, "mark"));
  });
};

const keepSeen = (phone) =>
  write("keys", async (keys) => {
    const kept = await answer(keys.get("mark"));
    if (kept) await answer(keys.put(observe(kept, phone), "mark"));
  });

/* Reads the clock once and says what follows: open, sealed or wipe. Done whenever the door is
   shown; what was read is written down beside it, so that the door does not wait for the disk. */
export const look = async () => {
  const phone = Date.now();
  const kept = await getKey("mark");
  if (!kept) return "open";
  void keepSeen(phone).catch(() => {});
  skew = kept.skew ?? kept.server - kept.phone;
  lastContact = kept.server;
  daysKnown = kept.days ?? null;
  setAnchor();
  return judge(observe(kept, phone), phone, daysKnown ?? 0);
};

/* Watches for jumps while the app is seen. Returns its end. */
export const watchJumps = () => {
  const timer = setInterval(() => document.visibilityState === "visible" && noticeJump(), TICK);
  const back = () => document.visibilityState === "visible" && anchor && softAnchor();
  document.addEventListener("visibilitychange", back);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", back);
  };
};

/* After sleep only a step backwards is certain. */
const softAnchor = () => {
  const jump = Date.now() - anchor.wall - (performance.now() - anchor.steady);
  if (jump < -JUMP) noticeJump();
  else setAnchor();
};
