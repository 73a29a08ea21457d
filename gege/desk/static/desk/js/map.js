/* Maps of areas and points: no tiles, nothing from outside. Colours come from the styles. */

const LIGHTS = new Set(["green", "yellow", "red"]);

const shapesOf = (frame) => {
  const source = document.getElementById(frame.dataset.shapes ?? "");
  return source ? JSON.parse(source.textContent) : null;
};

const drawShapes = (map, shapes) =>
  L.geoJSON(shapes, {
    style: ({ properties }) => ({
      className: `area area-${LIGHTS.has(properties.light) ? properties.light : "none"}`,
    }),
    onEachFeature: ({ properties }, layer) => {
      const words = document.createElement("span");
      words.textContent = [properties.name, properties.note].filter(Boolean).join(" · ");
      layer.bindTooltip(words, { sticky: true });
      if (properties.href) layer.on("click", () => window.location.assign(properties.href));
    },
  }).addTo(map);

const draw = (frame) => {
  const map = L.map(frame, { attributionControl: false, scrollWheelZoom: false, zoomSnap: 0.25 });
  const shapes = shapesOf(frame);
  const layer = shapes?.features?.length ? drawShapes(map, shapes) : null;
  const { lng, lat } = frame.dataset;
  if (lng && lat) {
    const here = L.latLng(Number(lat), Number(lng));
    L.circleMarker(here, { radius: 8, className: "here", interactive: false }).addTo(map);
    if (layer) map.fitBounds(layer.getBounds().extend(here).pad(0.05));
    else map.setView(here, 15);
  } else if (layer) map.fitBounds(layer.getBounds().pad(0.03));
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
};

const drawAll = () => {
  for (const frame of document.querySelectorAll("[data-map]:not(.leaflet-container)")) draw(frame);
};

if (window.L) drawAll();
document.addEventListener("htmx:afterSwap", () => window.L && drawAll());
