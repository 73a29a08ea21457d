/* What the screens know of the worker's own day: grids, recent kinds, nearness, a position asked for. */

import * as store from "./store.js";
import { t } from "./words.js";

const MOST_RECENT = 6;

/** The county's day and everything of the day's rules; empty before the first contact. */
export const rulesOfDay = async () => (await store.section("rules")) ?? {};

/** [{value: grid code, label, post}]: the grids that the account has posts for. */
export const grids = async () => {
  const [me, map] = await Promise.all([store.section("me"), store.section("map")]);
  const posts = (me?.posts ?? []).map((one) => ({ value: one.grid, label: one.name, post: one.post_id }));
  if (posts.length) return posts;
  const own = (map?.grids ?? []).filter((one) => one.own).map((one) => ({ value: one.code, label: one.name, post: me?.post_id }));
  return own.length ? own : me?.grid ? [{ value: me.grid.code, label: me.grid.name, post: me.post_id }] : [];
};

/** The post that acts for a grid. */
export const postOf = async (grid) => (await grids()).find((one) => one.value === grid)?.post ?? null;

/** Kinds as one list, the retired left out: {code, name, group, intent, severity, skip_level, words}. */
export const kinds = async () => {
  const section = await store.section("kinds");
  return (section?.groups ?? []).flatMap((group) => group.kinds.map((kind) => ({ ...kind, group: group.name })));
};

export const recentKinds = async () => (await store.get("recent:kinds")) ?? [];

export const rememberKind = async (code) => {
  const before = await recentKinds();
  await store.set("recent:kinds", [code, ...before.filter((one) => one !== code)].slice(0, MOST_RECENT));
};

const EARTH = 6371008.8;
const radians = (degrees) => (degrees * Math.PI) / 180;

/** Metres between two {lng, lat}; near enough for a walk. */
export const apart = (a, b) => {
  const x = radians(b.lng - a.lng) * Math.cos(radians((a.lat + b.lat) / 2));
  return Math.hypot(x, radians(b.lat - a.lat)) * EARTH;
};

/** Where the phone is, asked once, because somebody pressed for it. Rejects with words to say. */
export const positionNow = () =>
  new Promise((known, failed) => {
    if (!navigator.geolocation) {
      failed(new Error(t("This phone gives no position.")));
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => known({ lng: round(coords.longitude), lat: round(coords.latitude), accuracy: Math.round(coords.accuracy) }),
      (error) =>
        failed(
          new Error(
            error.code === 1
              ? t("The position may not be used. Allow it in the settings of the phone, or choose the place another way.")
              : t("No position was found. Go outdoors and try again, or choose the place another way."),
          ),
        ),
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 15000 },
    );
  });

const round = (degrees) => Math.round(degrees * 1e6) / 1e6;

export const newUid = () => crypto.randomUUID();
