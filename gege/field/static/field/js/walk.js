/* A patrol, and the only place of the app that watches where the phone is.

   The position is watched between start and stop, while the app is open and unlocked, and never
   otherwise. What is kept is rounded to 4 decimals (about 11 m) and thinned before it is stored. */

import { listen, tell } from "./bus.js";
import { now } from "./clock.js";
import { FieldError } from "./errors.js";
import * as outbox from "./outbox.js";
import { get, section, set, unlocked } from "./store.js";

const NAME = "walk";
const LOCK = "gege-field-walk";
const FULL = 20;
const VAGUE = 200;
const LONGEST = 8 * 3_600_000;
const FRESH = 60_000;
const RADIUS = 6_371_000;

let watching = null;
let last = null;
let release = null;

const rounded = (degrees) => Math.round(degrees * 10_000) / 10_000;

/* Metres between two places [lng, lat]. */
export const distance = ([lng1, lat1], [lng2, lat2]) => {
  const rad = Math.PI / 180;
  const x = (lng2 - lng1) * rad * Math.cos(((lat1 + lat2) / 2) * rad);
  const y = (lat2 - lat1) * rad;
  return Math.sqrt(x * x + y * y) * RADIUS;
};

let line = Promise.resolve();
const inLine = (work) => {
  const turn = line.then(work);
  line = turn.catch(() => {});
  return turn;
};

const rulesOf = async () => {
  const rules = (await section("rules")) ?? {};
  const own = rules.rules ?? rules;
  return { seconds: own.thin_seconds ?? 30, metres: own.thin_metres ?? 25 };
};

/* The patrol that runs on this phone, or null: {uid, grid, started_at, points: [uid]}. */
export const running = async () => {
  const walk = await get(NAME);
  if (!walk) return null;
  const { uid, grid, started_at, points } = walk;
  return { uid, grid, started_at, points };
};

/* Whether the position is watched just now, by this window. */
export const watched = () => watching !== null;

/* The last position of the running patrol: {lng, lat, accuracy, at}, or null when there is none
   of the last minute. */
export const here = () => (last && Date.now() - last.at < FRESH ? last : null);

const message = (walk, kind, body) => ({
  kind,
  body: { patrol: walk.uid, ...body },
  after: walk.start,
});

/* The positions gathered so far as a message, or none. */
const trackOf = (walk) =>
  walk.gathered.length ? [message(walk, "track", { positions: walk.gathered })] : [];

const keepPosition = (spot) =>
  inLine(async () => {
    const walk = await get(NAME);
    if (!walk || !unlocked()) return;
    const { seconds, metres } = await rulesOf();
    // The phone's own clock, like `made_at`: the platform corrects both by the message's skew.
    const at = new Date();
    const place = [rounded(spot.lng), rounded(spot.lat)];
    const before = walk.last;
    if (before) {
      if (at.getTime() - before.at < seconds * 1000) return;
      if (distance(before.place, place) < metres) return;
    }
    const entry = [at.toISOString(), ...place, Math.round(spot.accuracy)];
    const next = { ...walk, last: { at: at.getTime(), place }, gathered: [...walk.gathered, entry] };
    if (next.gathered.length >= FULL) {
      await outbox.putAll(trackOf(next), { keep: { [NAME]: { ...next, gathered: [] } } });
    } else await set(NAME, next);
  }).catch((error) => tell("walk_trouble", error.code ?? "fault"));

const onPosition = ({ coords }) => {
  if (coords.accuracy > VAGUE) return;
  last = {
    lng: rounded(coords.longitude),
    lat: rounded(coords.latitude),
    accuracy: Math.round(coords.accuracy),
    at: Date.now(),
  };
  tell("walk_place");
  void keepPosition(last);
};

const onTrouble = (error) => tell("walk_trouble", error.code === 1 ? "position_denied" : "position_unknown");

const look = () => {
  if (watching !== null || !("geolocation" in navigator)) return;
  watching = navigator.geolocation.watchPosition(onPosition, onTrouble, {
    enableHighAccuracy: true,
    maximumAge: 10_000,
    timeout: 60_000,
  });
  tell("walk");
};

const lookAway = () => {
  if (watching !== null) navigator.geolocation.clearWatch(watching);
  watching = null;
  last = null;
  release?.();
  release = null;
};

/* One window watches; another takes over when it closes. */
const watchAlone = () => {
  if (release) return;
  let done;
  const until = new Promise((resolve) => {
    done = resolve;
  });
  release = done;
  void navigator.locks.request(LOCK, async () => {
    // By now it may have ended, or the app be locked: then there is nothing to watch.
    const walk = unlocked() ? await get(NAME) : null;
    if (!walk || release !== done) {
      if (release === done) release = null;
      return;
    }
    look();
    await until;
  });
};

/* Begins a patrol of a grid and the watching. Returns its uid. */
export const start = (grid) =>
  inLine(async () => {
    if (await get(NAME)) throw new FieldError("walk_running");
    const uid = crypto.randomUUID();
    const key = outbox.newKey();
    const started_at = now().toISOString();
    const walk = { uid, grid, start: key, started_at, points: [], gathered: [], last: null };
    await outbox.putAll([{ key, kind: "patrol_start", body: { uid, grid } }], { keep: { [NAME]: walk } });
    watchAlone();
    tell("walk");
    return uid;
  });

/* A point was reached: `how` is position, code or hand. Returns the key of the entry. */
export const checkIn = (point, how, note = "") =>
  inLine(async () => {
    const walk = await get(NAME);
    if (!walk) throw new FieldError("walk_none");
    const spot = here();
    const body = { point, how, lng: spot?.lng ?? null, lat: spot?.lat ?? null, note };
    const next = { ...walk, points: [...new Set([...walk.points, point])] };
    const [key] = await outbox.putAll([message(walk, "check_in", body)], { keep: { [NAME]: next } });
    tell("walk");
    return key;
  });

/* Ends the patrol and the watching. */
export const stop = (note = "") =>
  inLine(async () => {
    const walk = await get(NAME);
    if (!walk) throw new FieldError("walk_none");
    lookAway();
    await outbox.putAll([...trackOf(walk), message(walk, "patrol_end", { note })], { drop: [NAME] });
    tell("walk");
  });

/* The patrol is over without a word from here: the platform ended it, or refused its beginning. */
const forget = (walk) =>
  inLine(async () => {
    lookAway();
    const alive = (await outbox.item(walk.start))?.status !== "refused";
    await outbox.putAll(alive ? trackOf(walk) : [], { drop: [NAME] });
    tell("walk");
  });

/* Whether the platform still knows the patrol as running. Unsent entries of it say that it cannot. */
const over = async (walk, fresh) => {
  const begun = await outbox.item(walk.start);
  if (begun && begun.status !== "done") return ["refused", "conflict"].includes(begun.status);
  if (now() - new Date(walk.started_at) > LONGEST) return true;
  if (!fresh) return false;
  const known = await section("patrol");
  return Boolean(known) && "running" in known && known.running?.uid !== walk.uid;
};

/* After opening, and after each sync (`fresh`): goes on with a patrol that runs, and stops with one
   that does not. What the phone knew before a sync says nothing of a patrol begun since. */
export const resume = async ({ fresh = false } = {}) => {
  if (!unlocked()) return;
  const walk = await get(NAME);
  if (!walk) return lookAway();
  if (await over(walk, fresh)) return forget(walk);
  watchAlone();
};

/* Calls `fn()` when the patrol or the position changed. Returns its end. */
export const watch = (fn) => {
  const ends = ["walk", "walk_place", "walk_trouble"].map((topic) => listen(topic, (detail) => fn(topic, detail)));
  return () => ends.forEach((end) => end());
};

listen("locked", lookAway);
listen("wiping", lookAway);
listen("synced", () => void resume({ fresh: true }).catch(() => {}));
