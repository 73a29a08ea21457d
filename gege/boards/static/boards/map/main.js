/* The one map: layers, time and lists around the chart. Without this script the table tells the same. */

import { ask, forget, Gone, withPairs } from "./asking.js";
import { newChart } from "./chart.js";
import { listen } from "./hearing.js";
import { bandOf, said, spanWords, sum, valueSign, valueWords } from "./telling.js";

const FULLEST = 8;
const PLAY = 900;
const REST = 150;
const NETS = ["service", "safety"];
const FAMILIES = ["service", "management"];

const config = JSON.parse(document.getElementById("map-config").textContent);
const frame = document.getElementById("chart");
const { words } = config;
const state = { step: 0, values: null, period: null, now: null, things: [], on: new Set(config.show), playing: 0 };
const look = { fill: true, names: false, signs: false, way: "clusters", cells: [], things: [] };
const element = (id) => document.getElementById(id);
const at = (name, pairs = {}) => withPairs(config.at[name], pairs);
const on = (layer) => state.on.has(layer);
const wall = frame.hasAttribute("data-wall");

/* What an area shows. */

const unit = () => config.unit;
const stepOf = (list) => (state.step ? list[state.step - 1] : sum(list));
const valueOf = (code) => {
  const found = state.values?.areas[code];
  if (!found) return unit() === "count" ? 0 : null;
  return state.step ? found[3][state.step - 1] : found[0];
};
const bands = () =>
  state.step && unit() === "count"
    ? { edges: state.values?.stepEdges ?? [], shades: state.values?.stepShades ?? [] }
    : config;
const litOf = (code) => state.now?.areas[code] ?? [0, 0, 0];
const gravest = (counts) => config.lights.find((_light, index) => counts[index])?.[0];

look.bandOf = (code) => {
  if (unit() === "light") return gravest(litOf(code)) ?? "nothing";
  const value = valueOf(code);
  if (value === null || !state.values?.areas[code]) return "nothing";
  const { edges, shades } = bands();
  return shades[bandOf(value, edges)] ?? "nothing";
};
look.wordsOf = (code) => {
  if (on("walks") && code.length === 15) return config.walks[state.now?.walks[code]]?.[0] ?? "";
  if (!on("fill") || on("heat")) return "";
  if (unit() !== "light") return valueSign(valueOf(code), unit(), words);
  const counts = litOf(code);
  const sign = { red: "■", yellow: "▲" }[gravest(counts)] ?? "";
  return sum(counts) ? `${sign}${sum(counts)}` : "";
};
look.toldOf = (place) => {
  const parts = [chart.fullName(place)];
  if (unit() === "light") {
    const counts = litOf(place.code);
    const lit = config.lights.map(([, name], index) => (counts[index] ? `${name} ${counts[index]}` : ""));
    parts.push(sum(counts) ? said(words.open, sum(counts)) : words.nothingOpen, ...lit.filter(Boolean));
  } else {
    const found = state.values?.areas[place.code];
    parts.push(valueOf(place.code) === null ? words.nothing : valueWords(valueOf(place.code), unit(), words));
    if (found && !state.step && unit() === "percent") parts.push(`${found[2]} / ${found[1]}`);
  }
  const walk = config.walks[state.now?.walks[place.code]];
  if (walk) parts.push(walk[1]);
  return parts.join(" · ");
};
const span = () => (state.step ? config.steps[state.step - 1] : config.period);
const level = () => Object.entries(config.deeper).find(([, one]) => one === config.filled)[0];
look.hrefOf = (place) => {
  const [since, until] = span();
  if (unit() === "light") return at("matters", { part: place.code, open: "1", level: level() });
  if (unit() === "count") return at("matters", { part: place.code, level: level(), since, until });
  return withPairs(config.at.records, { area: place.code, since, until });
};
look.cellPixels = (map) => {
  const wide = 360 / 2 ** (look.level ?? 14);
  const { lat, lng } = map.getCenter();
  return map.latLngToLayerPoint([lat, lng + wide]).x - map.latLngToLayerPoint([lat, lng]).x;
};

/* Matters in cells. */

const netsOn = () => NETS.map((net, index) => on(net) && (!config.family || FAMILIES[index] === config.family));
const family = () => {
  const wanted = netsOn();
  return wanted.filter(Boolean).length === 1 ? FAMILIES[wanted.indexOf(true)] : null;
};
const cellHref = (x, y, level_) => {
  const [since, until] = span();
  const open = look.way === "lights" ? "1" : null;
  const period = open ? {} : { since, until };
  return at("matters", { cell: `${level_}-${x}-${y}`, open, family: config.family || family(), ...period });
};
const cellsOf = (data) => {
  const wanted = netsOn();
  const lights = look.way === "lights";
  const found = [];
  for (const [x, y, lng, lat, ...nets] of data?.cells ?? []) {
    const counted = nets.filter((_net, index) => wanted[index]);
    const counts = lights ? config.lights.map((_light, index) => sum(counted.map((net) => net[index]))) : null;
    const count = lights ? sum(counts) : sum(counted.map(stepOf));
    if (!count) continue;
    const lit = counts ? config.lights.map(([, name], index) => (counts[index] ? `${name} ${counts[index]}` : "")) : [];
    const sentence = said(lights ? words.open : words.matters, count);
    found.push({
      lng,
      lat,
      count,
      light: counts ? gravest(counts) : "",
      href: cellHref(x, y, data.level),
      words: [sentence, ...lit.filter(Boolean)].join(" · "),
    });
  }
  return found;
};
const dataOf = () => ({ clusters: state.period, heat: state.period, lights: state.now })[look.way];

/* Bringing it all onto the page. */

const show = () => {
  look.fill = on("fill") && !on("heat");
  look.names = on("names");
  look.signs = on("walks");
  look.way = ["clusters", "heat", "lights"].find(on) ?? "none";
  const data = dataOf();
  look.level = data?.level;
  look.cells = cellsOf(data);
  look.things = state.things.filter((thing) => on(thing.layer));
  chart.draw();
  for (const one of document.querySelectorAll("[data-with]")) one.hidden = !on(one.dataset.with);
  for (const one of document.querySelectorAll("[data-without]")) one.hidden = on(one.dataset.without);
  element("heat-words").textContent = said(words.heat, Math.max(0, ...look.cells.map((cell) => cell.count)));
  tellFullest();
  tellBeyond(data);
  tellLegend();
};

const tellFullest = () => {
  const seen = chart.map.getBounds();
  const inView = look.cells.filter((cell) => seen.contains([cell.lat, cell.lng]));
  inView.sort((one, other) => other.count - one.count);
  const lines = inView.slice(0, FULLEST).map((cell) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = cell.href;
    link.textContent = cell.words;
    const place = document.createElement("span");
    place.className = "soft small";
    place.textContent = chart.nameAt(cell.lat, cell.lng);
    line.append(link, " ", place);
    return line;
  });
  if (!lines.length) {
    const line = document.createElement("li");
    line.className = "soft";
    line.textContent = words.empty;
    lines.push(line);
  }
  element("fullest-lines").replaceChildren(...lines);
};

const tellBeyond = (data) => {
  const parts = [];
  if (data?.nowhere) {
    const link = document.createElement("a");
    const [since, until] = config.period;
    const open = look.way === "lights" ? { open: "1" } : { since, until };
    link.href = at("matters", { part: "nowhere", ...open });
    link.textContent = said(words.nowhere, data.nowhere);
    parts.push(link);
  }
  if (state.more) parts.push(words.more);
  element("chart-beyond").replaceChildren(...parts.flatMap((one, index) => (index ? [" · ", one] : [one])));
};

const legend = element("legend-lines");
const firstLegend = [...legend.children];
const tellLegend = () => {
  if (unit() === "light" || !state.step || !state.values) {
    legend.replaceChildren(...firstLegend);
    return;
  }
  const { edges, shades } = bands();
  const found = Object.keys(state.values.areas).map(valueOf).filter((value) => value !== null);
  const least = Math.min(...found);
  const lines = found.length ? shades.map((shade, index) => {
    const line = document.createElement("li");
    const swatch = element("map-swatches").content.querySelector(`.is-band-${shade}`).cloneNode(true);
    const text = document.createElement("span");
    text.className = "words";
    const low = index ? edges[index - 1] : Math.min(least, edges[0] ?? least);
    text.textContent = `${index ? "≥ " : ""}${valueWords(index ? low : (edges[0] ?? low), unit(), words)}`;
    if (!index && edges.length) text.textContent = `< ${text.textContent}`;
    const number = document.createElement("span");
    number.className = "n number";
    number.textContent = found.filter((value) => bandOf(value, edges) === index).length;
    line.append(swatch, text, number);
    return line;
  }) : [];
  legend.replaceChildren(...lines, firstLegend[firstLegend.length - 1]);
};

/* Asking. */

const looked = () => {
  const seen = chart.map.getBounds().pad(0.25);
  const round = (value, least, most) => Math.min(Math.max(value, least), most).toFixed(3);
  return {
    zoom: String(Math.round(chart.map.getZoom())),
    box: [round(seen.getWest(), -179, 178), round(seen.getSouth(), -89, 88), round(seen.getEast(), -178, 179), round(seen.getNorth(), -88, 89)].join(","),
  };
};
let askedFor = null;
const covered = (zoom) => {
  if (askedFor?.zoom !== zoom) return false;
  const seen = chart.map.getBounds();
  return askedFor.bounds.contains(seen);
};

const fetchCells = async (options = {}) => {
  const part = looked();
  if (!options.fresh && covered(part.zoom)) return;
  askedFor = { zoom: part.zoom, bounds: chart.map.getBounds().pad(0.24) };
  const wanted = [
    ask("cells", at("cells", part), options).then((data) => (state.period = data)),
    ask("now", at("now", { ...part, ...(wall ? { wall: "1" } : {}) }), options).then((data) => (state.now = data)),
  ];
  await Promise.all(wanted);
  show();
};

const quietly = (promise) =>
  promise.catch((error) => {
    if (error.name === "AbortError") return;
    askedFor = null;
    tellState(error instanceof Gone ? "out" : "stale");
  });

let resting = 0;
const moved = () => {
  clearTimeout(resting);
  resting = setTimeout(() => quietly(fetchCells()), REST);
  if (!chart) return;
  tellFullest();
  tellHere();
};

const tellHere = () => {
  const focused = document.activeElement === frame;
  const found = focused ? chart.atCross() : null;
  const text = found ? `${said(words.here, found.words)}${found.href ? ` · ${words.opens}` : ""}` : words.hint;
  if (element("chart-here").textContent !== text) element("chart-here").textContent = text;
};

const tellState = (word) => {
  const line = element("map-state");
  line.dataset.now = word;
  line.textContent = words[word] ?? "";
};

/* Time. */

const slide = document.querySelector("[data-slide]");
const play = document.querySelector("[data-play]");
const toStep = (number) => {
  state.step = number;
  slide.value = number;
  const text = number ? spanWords(config.steps[number - 1]) : `${words.whole}: ${spanWords(config.period)}`;
  const fixed = unit() === "light" && number && look.fill ? ` · ${element("legend").textContent}: ${words.now}` : "";
  slide.setAttribute("aria-valuetext", text);
  document.querySelector("[data-step]").textContent = `${text}${fixed}`;
  show();
};
const stop = () => {
  clearInterval(state.playing);
  state.playing = 0;
  play.textContent = words.play;
  play.setAttribute("aria-pressed", "false");
};
const start = () => {
  if (state.step >= config.steps.length) toStep(0);
  play.textContent = words.pause;
  play.setAttribute("aria-pressed", "true");
  state.playing = setInterval(() => {
    if (state.step >= config.steps.length) stop();
    else toStep(state.step + 1);
  }, PLAY);
};
slide.addEventListener("input", () => toStep(Number(slide.value)));
play.addEventListener("click", () => (state.playing ? stop() : start()));
element("map-time").addEventListener("submit", (event) => event.preventDefault());

/* Layers live in the address. */

const layers = element("map-layers");
const keep = () => {
  const chosen = [...state.on].join(",") || "none";
  history.replaceState(null, "", withPairs(location.href, { show: chosen }));
  for (const link of document.querySelectorAll("[data-keeps-show]")) link.href = withPairs(link.href, { show: chosen });
  for (const form of document.querySelectorAll("form.sentence")) {
    let field = form.querySelector("[name=show]");
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = "show";
      form.append(field);
    }
    field.value = chosen;
  }
};
layers?.addEventListener("change", () => {
  state.on = new Set(new FormData(layers).values());
  keep();
  void quietly(fetchThings());
  show();
  toStep(state.step);
});
layers?.addEventListener("submit", (event) => event.preventDefault());

const fetchThings = async () => {
  if (!Object.keys(config.signs).some((layer) => layer !== "walks" && on(layer))) return;
  const { things, more } = await ask("things", at("things"));
  state.things = things.map(([layer, name, note, lng, lat, href, exact]) => ({
    layer,
    name,
    note,
    lng,
    lat,
    href,
    exact,
    sign: config.signs[layer],
  }));
  state.more = more.some(on);
  show();
};

const fetchValues = async () => {
  if (unit() === "light") return;
  state.values = await ask("values", at("values"));
  show();
};

/* Begin. */

let chart = null;
const begin = async () => {
  chart = newChart(frame, config, look, { moved, open: (href) => location.assign(href) });
  frame.addEventListener("focus", tellHere);
  frame.addEventListener("blur", tellHere);
  toStep(0);
  const { areas } = await ask("shapes", at("shapes"));
  chart.shapes(areas);
  await Promise.all([fetchCells(), fetchValues(), fetchThings()].map(quietly));
  frame.dataset.ready = "1";
  if (wall) {
    const again = async () => {
      forget();
      await fetchCells({ fresh: true, background: true });
      await fetchValues();
      return state.now?.stream;
    };
    listen(frame.dataset.stream, again, tellState);
  }
};
quietly(begin());
