/* Maps of areas and points: no tiles, nothing from outside. Colours come from the styles. */

const LIGHTS = new Set(["green", "yellow", "red"]);
/* What is no area: a point on the map, and a way. */
const OWN = new Set(["spot", "track"]);

const shapesOf = (frame) => {
  const source = document.getElementById(frame.dataset.shapes ?? "");
  return source ? JSON.parse(source.textContent) : null;
};

const SIGNS = { yellow: "▲", red: "■" };
const ROOM = 26;

const sign = ({ light, count }) => {
  const words = document.createElement("span");
  words.textContent = count ? `${SIGNS[light]} ${count}` : SIGNS[light];
  return L.divIcon({ className: `area-sign sign-${light}`, html: words, iconSize: [ROOM, 14] });
};

/* Signs stand where their area has room for them at this scale. */
const placeSigns = (map, layers, signs) => {
  signs.clearLayers();
  layers.eachLayer((layer) => {
    if (!layer.sign) return;
    const bounds = layer.getBounds();
    const width = map.latLngToLayerPoint(bounds.getNorthEast()).x - map.latLngToLayerPoint(bounds.getSouthWest()).x;
    if (width < ROOM) return;
    L.marker(bounds.getCenter(), { icon: layer.sign, interactive: false, keyboard: false }).addTo(signs);
  });
};

const drawShapes = (map, shapes) =>
  L.geoJSON(shapes, {
    style: ({ properties }) => ({
      className: OWN.has(properties.kind)
        ? properties.kind
        : `area area-${LIGHTS.has(properties.light) ? properties.light : "none"}`,
      fill: properties.kind !== "track",
    }),
    pointToLayer: (feature, place) => L.circleMarker(place, { radius: 5 }),
    onEachFeature: ({ properties }, layer) => {
      const words = document.createElement("span");
      words.textContent = [properties.name, properties.note].filter(Boolean).join(" · ");
      layer.bindTooltip(words, { sticky: true });
      layer.sign = SIGNS[properties.light] ? sign(properties) : null;
      if (properties.href) layer.on("click", () => window.location.assign(properties.href));
    },
  }).addTo(map);

const draw = (frame) => {
  const map = L.map(frame, { attributionControl: false, scrollWheelZoom: false, zoomSnap: 0.25 });
  const shapes = shapesOf(frame);
  const { lng, lat } = frame.dataset;
  const here = lng && lat ? L.latLng(Number(lat), Number(lng)) : null;
  if (here) map.setView(here, 15);
  if (shapes?.features?.length) {
    const layers = drawShapes(map, shapes);
    const bounds = layers.getBounds();
    const signs = L.layerGroup().addTo(map);
    map.on("zoomend viewreset", () => placeSigns(map, layers, signs));
    map.fitBounds((here ? bounds.extend(here) : bounds).pad(0.03), { animate: false });
    placeSigns(map, layers, signs);
  }
  // Its path can only be drawn once the map has a view.
  if (here) L.circleMarker(here, { radius: 8, className: "here", interactive: false }).addTo(map);
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
};

const drawAll = () => {
  for (const frame of document.querySelectorAll("[data-map]:not(.leaflet-container)")) draw(frame);
};

if (window.L) drawAll();
document.addEventListener("htmx:afterSwap", () => window.L && drawAll());
