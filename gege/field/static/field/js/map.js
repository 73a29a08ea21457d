/* The grid's own map: its border, points, matters, the way to go. No tiles: nothing from outside. */

import { h } from "./ui.js";
import { t } from "./words.js";

const SIGNS = { green: "●", yellow: "▲", red: "■" };
const NEAR = 17;

/** Draw into `frame`. `choose({lng, lat})` makes it a map on which a place is picked; `stops` are
    uids in the order of the suggested way; `passed` uids; `own` is a function that tells of the
    phone's place while a patrol runs. Returns {remove, show(own)}. */
export const drawMap = (frame, options) => {
  const handle = { chart: null, gone: false, dot: null };
  handle.remove = () => {
    handle.gone = true;
    handle.chart?.remove();
    handle.chart = null;
  };
  handle.show = (own) => own && handle.chart && place(handle, own);
  void begin(handle, frame, options);
  return handle;
};

/* The styles of the map's library come before ours, so that ours hold; once, with the first map. */
let styled = null;
const style = () =>
  (styled ??= new Promise((done) => {
    const link = h("link", { rel: "stylesheet", href: document.documentElement.dataset.leafletStyle });
    link.addEventListener("load", done);
    link.addEventListener("error", done);
    document.head.prepend(link);
  }));

const begin = async (handle, frame, options) => {
  await Promise.all([import("../../vendor/leaflet/leaflet.js"), style()]);
  if (handle.gone || !frame.isConnected) return;
  const { L } = globalThis;
  const chart = L.map(frame, { attributionControl: false, zoomSnap: 0.25, tap: true });
  chart.zoomControl.setPosition("bottomright");
  const zooms = frame.querySelectorAll(".leaflet-control-zoom a");
  [t("Nearer"), t("Farther")].forEach((words, index) => {
    zooms[index]?.setAttribute("aria-label", words);
    zooms[index]?.setAttribute("title", words);
  });
  handle.chart = chart;
  const bounds = borders(L, chart, options.map);
  if (bounds?.isValid()) chart.fitBounds(bounds.pad(0.03), { animate: false });
  else if (options.map?.centre) chart.setView([options.map.centre[1], options.map.centre[0]], NEAR);
  else chart.setView([0, 0], 2);
  way(L, chart, options);
  for (const point of options.points ?? []) drawPoint(L, chart, point, options);
  for (const matter of options.matters ?? []) drawMatter(L, chart, matter);
  if (options.choose) choosing(L, chart, frame, options);
  if (options.own) place(handle, options.own);
};

const borders = (L, chart, map) => {
  let own = null;
  for (const grid of map?.grids ?? []) {
    if (!grid.boundary) continue;
    const shape = L.geoJSON(grid.boundary, { interactive: false, style: { className: grid.own ? "grid is-own" : "grid" } }).addTo(chart);
    if (grid.own) own = own ? own.extend(shape.getBounds()) : shape.getBounds();
  }
  return own;
};

const way = (L, chart, { stops, points }) => {
  const line = (stops ?? []).map((uid) => points?.find((one) => one.uid === uid)).filter((one) => one?.lat);
  if (line.length > 1) L.polyline(line.map((one) => [one.lat, one.lng]), { className: "way", interactive: false }).addTo(chart);
};

const drawPoint = (L, chart, point, { stops, passed, choose }) => {
  if (!point.lat) return;
  const done = passed?.includes(point.uid);
  const order = stops?.indexOf(point.uid) ?? -1;
  const name = h("span", done ? "✓ " : order >= 0 ? `${order + 1} ` : "", point.name);
  L.circleMarker([point.lat, point.lng], { radius: 7, className: done ? "point is-done" : "point", interactive: !choose })
    .bindTooltip(name, { permanent: false, direction: "top" })
    .addTo(chart);
};

const drawMatter = (L, chart, matter) => {
  if (!matter.lat) return;
  const sign = h(`span.sign.light-${SIGNS[matter.light] ? matter.light : "none"}`, { "aria-hidden": "true" }, SIGNS[matter.light] ?? "○");
  const marker = L.marker([matter.lat, matter.lng], { icon: L.divIcon({ className: "sign-frame", html: sign, iconSize: [44, 44] }), title: matter.title, alt: matter.title, keyboard: true });
  marker.on("click", () => (location.hash = `#/matter/${matter.number}`)).addTo(chart);
};

const choosing = (L, chart, frame, { chosen, choose }) => {
  frame.classList.add("is-choosing");
  let pin = null;
  const put = ({ lat, lng }) => {
    if (pin) pin.setLatLng([lat, lng]);
    else pin = L.circleMarker([lat, lng], { radius: 10, className: "chosen-place", interactive: false }).addTo(chart);
  };
  const take = (at) => {
    const place_ = { lng: Math.round(at.lng * 1e6) / 1e6, lat: Math.round(at.lat * 1e6) / 1e6 };
    put(place_);
    choose(place_);
  };
  if (chosen?.lat) {
    put(chosen);
    chart.setView([chosen.lat, chosen.lng], NEAR, { animate: false });
  }
  chart.on("click", (event) => take(event.latlng));
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === frame) take(chart.getCenter());
  });
};

const place = (handle, own) => {
  const { L } = globalThis;
  if (handle.dot) handle.dot.setLatLng([own.lat, own.lng]);
  else handle.dot = L.circleMarker([own.lat, own.lng], { radius: 8, className: "own-place", interactive: false }).addTo(handle.chart);
};
