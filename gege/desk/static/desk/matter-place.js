/* The place of a matter as a map that can be moved: borders and a point, nothing from outside. */

const border = (shape, style) => L.geoJSON(shape, { style, interactive: false });

const draw = (frame) => {
  const { own, near, name, point } = JSON.parse(frame.dataset.place);
  frame.replaceChildren();
  const map = L.map(frame, {
    attributionControl: false,
    scrollWheelZoom: false,
    zoomSnap: 0.25,
    maxZoom: 19,
  });
  const around = near.map((one) => border(one.border, { className: "near" }));
  const shape = own ? border(own, { className: "own" }) : null;
  const spot = point ? L.latLng(point[1], point[0]) : null;
  const bounds = shape ? shape.getBounds() : L.latLngBounds([spot, spot]);
  if (spot) bounds.extend(spot);
  map.fitBounds(shape ? bounds.pad(0.15) : bounds, { animate: false, maxZoom: 17 });
  near.forEach((one, index) => around[index].bindTooltip(one.name).addTo(map));
  shape?.bindTooltip(name).addTo(map);
  if (spot) L.circleMarker(spot, { radius: 8, className: "here", interactive: false }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
};

const drawAll = () => {
  for (const frame of document.querySelectorAll("[data-place]:not(.leaflet-container)")) draw(frame);
};

if (window.L) drawAll();
document.addEventListener("htmx:afterSwap", () => window.L && drawAll());
