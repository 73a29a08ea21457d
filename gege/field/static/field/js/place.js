/* Where it is: by position (asked for by pressing), by a point on the grid's map, or by building. */

import * as store from "./store.js";
import * as walk from "./walk.js";
import { choices, finder, group, matching } from "./entry.js";
import { drawMap } from "./map.js";
import { positionNow } from "./own.js";
import { button, clear, h, note } from "./ui.js";
import { t } from "./words.js";

/** `draft.value` has by, lng, lat, accuracy, point. Nothing looks for the phone before the press. */
export const placePicker = async (draft) => {
  const [points, map] = await Promise.all([store.section("points"), store.section("map")]);
  const place = h("div.under");
  let chart = null;
  let looking = null;
  const forget = () => {
    chart?.remove();
    chart = null;
  };
  const keep = (values) => {
    for (const [name, value] of Object.entries(values)) draft.set(name, value);
  };

  const byPosition = (pressed) => {
    const said = h("div", { "aria-live": "polite" });
    const show = () => {
      const { lng, lat, accuracy } = draft.value;
      clear(said, lat !== null && accuracy !== null && h("p", { data: { position: "" } }, t("%(lat)s, %(lng)s, exact to %(metres)s m", { lat, lng, metres: accuracy })));
    };
    /* On a patrol the place is known already; else the phone is asked, which takes a while. */
    const look = () => {
      clear(said, h("p.soft", t("Looking for your position…")));
      const here = walk.here();
      const found = here ? Promise.resolve({ lng: here.lng, lat: here.lat, accuracy: here.accuracy }) : positionNow();
      looking = found
        .then(
          (at) => {
            if (draft.value.by !== "position") return;
            keep({ ...at, point: null });
            show();
          },
          (error) => clear(said, note("wrong", h("p", error.message))),
        )
        .finally(() => (looking = null));
      return looking;
    };
    show();
    if (pressed && draft.value.lat === null) void look();
    return [button(t("Use my position"), { wide: true, act: look }), said];
  };

  const byMap = () => {
    const frame = h("div.map", { role: "application", "aria-label": t("Map of the grid: tap where it is") });
    const { lng, lat } = draft.value;
    requestAnimationFrame(() => {
      if (!frame.isConnected) return;
      chart = drawMap(frame, { map, points, chosen: lat === null ? null : { lng, lat }, choose: (at) => keep({ ...at, accuracy: null, point: null }) });
    });
    return [h("p.hint", t("Tap the place. By keyboard: move the map with the arrows, then press Enter: its middle is taken.")), frame];
  };

  const byBuilding = () => {
    const label = (uid) => points?.find((one) => one.uid === uid)?.name ?? uid;
    const find = (query) =>
      (points ?? [])
        .filter((one) => matching(query, one.name, one.address))
        .map((one) => ({ value: one.uid, label: one.name, under: one.address }));
    const made = finder({
      value: draft.value.point,
      find,
      labelOf: label,
      hint: t("Name or address"),
      recent: (points ?? []).slice(0, 4).map((one) => ({ value: one.uid, label: one.name })),
      act: (uid) => {
        const point = points.find((one) => one.uid === uid);
        keep({ point: uid, lng: point.lng, lat: point.lat, accuracy: null });
      },
    });
    made.input.setAttribute("aria-label", t("Building"));
    return made.node;
  };

  const WAYS = { position: byPosition, map: byMap, building: byBuilding };
  const show = (pressed = false) => {
    forget();
    clear(place, WAYS[draft.value.by]?.(pressed));
  };
  const node = group(
    t("Where is it?"),
    [
      choices(
        [
          { value: "position", label: t("My position") },
          { value: "map", label: t("On the map") },
          { value: "building", label: t("A building") },
        ],
        { value: draft.value.by, short: true, act: (by) => (keep({ by }), show(true)) },
      ),
      place,
    ],
    { optional: true },
  );
  show();
  node.forget = forget;
  node.looking = () => looking;
  return node;
};
