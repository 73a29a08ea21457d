/* Where it is: by position (asked for by pressing), by a point on the grid's map, or by building. */

import * as store from "./store.js";
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
  const forget = () => {
    chart?.remove();
    chart = null;
  };
  const keep = (values) => {
    for (const [name, value] of Object.entries(values)) draft.set(name, value);
  };

  const byPosition = () => {
    const said = h("div", { "aria-live": "polite" });
    const show = () => {
      const { lng, lat, accuracy } = draft.value;
      clear(said, lat !== null && accuracy !== null && h("p", { data: { position: "" } }, t("%(lat)s, %(lng)s, exact to %(metres)s m", { lat, lng, metres: accuracy })));
    };
    const press = button(t("Use my position"), {
      wide: true,
      act: async () => {
        try {
          keep({ ...(await positionNow()), point: null });
          show();
        } catch (error) {
          clear(said, note("wrong", h("p", error.message)));
        }
      },
    });
    show();
    return [press, said];
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
  const show = () => {
    forget();
    clear(place, WAYS[draft.value.by]?.());
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
        { value: draft.value.by, short: true, act: (by) => (keep({ by }), show()) },
      ),
      place,
    ],
    { optional: true },
  );
  show();
  node.forget = forget;
  return node;
};
