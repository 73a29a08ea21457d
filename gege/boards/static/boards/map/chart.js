/* The map that is looked at: what is drawn on it, what lies under a pointer, and where it leads. */

import { newAreas } from "./areas.js";
import { bubble, fillsOf, heatOf, inksOf, lamp, plate, radiusOf, roomOf, write } from "./paint.js";
import { newSheet } from "./sheet.js";

const REACH = 16;
const NEAR = 15.5;

/* A button under those of the zoom: all of the area again. */
const addWhole = (map, config) => {
  const Whole = L.Control.extend({
    options: { position: "topleft" },
    onAdd() {
      const bar = L.DomUtil.create("div", "leaflet-bar");
      const button = L.DomUtil.create("a", "map-whole", bar);
      button.href = "#";
      button.role = "button";
      button.title = config.words.all;
      button.setAttribute("aria-label", config.words.all);
      button.textContent = "⤢";
      L.DomEvent.disableClickPropagation(bar);
      L.DomEvent.on(button, "click", (event) => {
        L.DomEvent.stop(event);
        map.fitBounds(config.box, { animate: false, padding: [12, 12] });
      });
      return bar;
    },
  });
  new Whole().addTo(map);
};

/** `look` is what is to be drawn, and changes; `hooks` are told of moves, and open addresses. */
export const newChart = (frame, config, look, hooks) => {
  const map = L.map(frame, {
    attributionControl: Boolean(config.tiles),
    scrollWheelZoom: false,
    zoomSnap: 0.25,
    maxZoom: 19,
    minZoom: 7,
    zoomControl: false,
    keyboardPanDelta: 60,
  });
  map.attributionControl?.setPrefix(false);
  L.control.zoom({ zoomInTitle: config.words.zoomIn, zoomOutTitle: config.words.zoomOut }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  if (config.tiles) {
    const words = document.createElement("span");
    words.textContent = config.tiles.words;
    L.tileLayer(config.tiles.url, { attribution: words.innerHTML, maxZoom: 19, className: "ground" }).addTo(map);
  }
  map.fitBounds(config.first, { animate: false, padding: [12, 12] });
  addWhole(map, config);

  let inks = inksOf(frame);
  let fills = fillsOf(inks);
  let areas = newAreas(map, [], config.box[0]);
  const hits = [];

  const drawAreas = (pen) => {
    const from = areas.shift();
    const filled = config.filled;
    pen.save();
    pen.translate(from.x, from.y);
    areas.each(
      (place) => areas.level(place) === filled && (!config.tiles || look.fill),
      (place, { path }) => {
        const band = look.fill ? look.bandOf(place.code) : "nothing";
        pen.globalAlpha = config.tiles ? 0.6 : 1;
        pen.fillStyle = fills[band];
        pen.fill(path, "evenodd");
        pen.globalAlpha = 1;
      },
    );
    for (const [level, wide, ink] of [
      [15, 0.7, inks.line],
      [12, 1.4, inks.soft],
      [9, 2, inks.ink],
      [6, 2.4, inks.ink],
    ]) {
      if (level === 15 && filled < 15 && map.getZoom() < 14) continue;
      pen.lineWidth = wide;
      pen.strokeStyle = ink;
      areas.each((place) => areas.level(place) === level, (_place, { path }) => pen.stroke(path));
    }
    pen.restore();
  };

  const drawWords = (pen) => {
    const from = areas.shift();
    areas.each(
      (place) => areas.level(place) === config.filled,
      (place, { spot, wide }) => {
        const [x, y] = [from.x + spot.x, from.y + spot.y];
        const words = look.wordsOf(place.code);
        if (words && roomOf(words, inks, 12) < wide) write(pen, words, x, y, inks);
        if (look.names && roomOf(place.name, inks, 11, 400) < wide) {
          write(pen, place.name, x, y + 15, inks, 11, 400);
        }
      },
    );
  };

  const drawHeat = (pen, spot) => {
    const most = Math.max(1, ...look.cells.map((cell) => cell.count));
    for (const cell of look.cells) {
      const share = Math.sqrt(cell.count / most);
      const at = spot(cell.lat, cell.lng);
      const side = look.cellPixels(map) * (0.35 + 0.65 * share);
      pen.globalAlpha = 0.85;
      pen.fillStyle = heatOf(inks, share);
      pen.fillRect(at.x - side / 2, at.y - side / 2, side, side);
      pen.globalAlpha = 1;
      hits.push({ ...at, reach: side / 2, ...cell });
    }
  };

  const drawCells = (pen, spot) => {
    // The largest last: it is what one looks for.
    for (const cell of [...look.cells].sort((one, other) => one.count - other.count)) {
      const at = spot(cell.lat, cell.lng);
      if (cell.light) lamp(pen, cell.light, at.x, at.y, cell.count, inks);
      else bubble(pen, at.x, at.y, cell.count, inks);
      hits.push({ ...at, reach: cell.light ? REACH : radiusOf(cell.count), ...cell });
    }
  };

  const drawThings = (pen, spot, { min, max }) => {
    for (const thing of look.things) {
      const at = spot(thing.lat, thing.lng);
      // What only its area is known of stands above the words in its middle.
      if (!thing.exact) at.y -= 20;
      if (at.x < min.x || at.x > max.x || at.y < min.y || at.y > max.y) continue;
      const near = map.getZoom() >= NEAR || !thing.exact;
      plate(pen, thing.sign, at.x, at.y, inks, near);
      hits.push({ ...at, reach: near ? 10 : 5, words: [thing.name, thing.note].filter(Boolean).join(" · "), href: thing.href });
    }
  };

  const sheet = newSheet((pen, spot, seen) => {
    hits.length = 0;
    drawAreas(pen);
    if (look.way === "heat") drawHeat(pen, spot);
    if (look.way !== "clusters" && look.way !== "lights") drawWords(pen);
    else if (look.names || look.signs) drawWords(pen);
    drawThings(pen, spot, seen);
    if (look.way === "clusters" || look.way === "lights") drawCells(pen, spot);
  });
  sheet.addTo(map);

  /** What lies at a place of the sheet: a cell, a thing, or an area. */
  const under = (point) => {
    const near = hits.findLast((hit) => Math.hypot(hit.x - point.x, hit.y - point.y) <= hit.reach + 3);
    if (near) return near;
    const place = areas.at(point, config.filled);
    return place ? { words: look.toldOf(place), href: look.hrefOf(place) } : null;
  };

  const tip = document.createElement("div");
  tip.className = "map-tip";
  tip.hidden = true;
  frame.append(tip);
  map.on("mousemove", ({ layerPoint, containerPoint }) => {
    const found = under(layerPoint);
    tip.hidden = !found;
    frame.classList.toggle("is-over", Boolean(found?.href));
    if (!found) return;
    tip.textContent = found.words;
    const room = frame.clientWidth - tip.offsetWidth - 8;
    tip.style.left = `${Math.max(4, Math.min(containerPoint.x + 14, room))}px`;
    tip.style.top = `${containerPoint.y + 16}px`;
  });
  map.on("mouseout", () => (tip.hidden = true));
  map.on("click", ({ layerPoint }) => {
    const found = under(layerPoint);
    if (found?.href) hooks.open(found.href);
  });

  const atCross = () => under(map.latLngToLayerPoint(map.getCenter()));
  frame.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== frame) return;
    const found = atCross();
    if (found?.href) hooks.open(found.href);
  });
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  map.on("moveend", hooks.moved);

  /** On paper the map is as wide as the sheet, and shows what was seen. */
  const onPaper = () => {
    const seen = map.getBounds();
    frame.classList.add("on-paper");
    map.invalidateSize({ animate: false, pan: false });
    map.fitBounds(seen, { animate: false });
    frame.dataset.seen = seen.toBBoxString();
  };
  const offPaper = () => {
    const [west, south, east, north] = (frame.dataset.seen ?? "").split(",").map(Number);
    frame.classList.remove("on-paper");
    map.invalidateSize({ animate: false, pan: false });
    if (Number.isFinite(north)) map.fitBounds([[south, west], [north, east]], { animate: false });
  };
  window.addEventListener("beforeprint", onPaper);
  window.addEventListener("afterprint", offPaper);

  return {
    map,
    draw: () => sheet.draw(),
    shapes: (places) => {
      areas = newAreas(map, places, config.box[0]);
      sheet.draw();
    },
    nameAt: (lat, lng) => {
      const place = areas.at(map.latLngToLayerPoint([lat, lng]), 15);
      return place ? areas.fullName(place) : "";
    },
    fullName: (place) => areas.fullName(place),
    atCross,
    repaint: () => {
      inks = inksOf(frame);
      fills = fillsOf(inks);
      sheet.draw();
    },
  };
};
