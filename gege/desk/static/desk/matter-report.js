/* The report: fields that follow a tick, and a point chosen on a map of the own grids. */

for (const part of document.querySelectorAll("[data-reveal]")) {
  const tick = document.getElementById(part.dataset.reveal);
  const fields = part.querySelector("[data-revealed]");
  const follow = () => {
    fields.hidden = !tick.checked;
  };
  tick?.addEventListener("change", follow);
  if (tick) follow();
}

/* Even-odd: a point is inside when a line from it crosses the border an odd number of times. */
const inRing = ([x, y], ring) => {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
};
const inBorder = (spot, { type, coordinates }) =>
  (type === "Polygon" ? [coordinates] : coordinates).some(
    ([outer, ...holes]) => inRing(spot, outer) && !holes.some((hole) => inRing(spot, hole)),
  );

const field = (name) => document.getElementById(`report_${name}`);
const gridList = () => document.querySelector('select[name="grid_code"]');
const frame = document.getElementById("report_map");
const told = document.getElementById("report_map_said");

const draw = ({ grids }) => {
  const map = L.map(frame, { attributionControl: false, zoomSnap: 0.25, maxZoom: 19 });
  const layers = new Map();
  const group = L.featureGroup();
  for (const grid of grids) {
    const layer = L.geoJSON(grid.border, { style: { className: "area area-none" } });
    layer.bindTooltip(grid.name, { sticky: true });
    layers.set(grid.code, layer);
    group.addLayer(layer);
  }
  if (grids.length) map.fitBounds(group.getBounds().pad(0.05), { animate: false });
  else map.setView([30.34, 106.28], 12);
  group.addTo(map);
  let here = null;
  const mark = (code) => {
    for (const [one, layer] of layers) {
      layer.eachLayer((shape) => shape.getElement()?.classList.toggle("chosen", one === code));
    }
  };
  const look = () => {
    const code = gridList().value;
    mark(code);
    if (layers.has(code) && !here) map.fitBounds(layers.get(code).getBounds().pad(0.3), { animate: false });
  };
  map.on("click", ({ latlng }) => {
    here?.remove();
    here = L.circleMarker(latlng, { radius: 8, className: "here", interactive: false }).addTo(map);
    field("lng").value = latlng.lng.toFixed(7);
    field("lat").value = latlng.lat.toFixed(7);
    field("crs").value = "wgs84";
    const grid = grids.find(({ border }) => inBorder([latlng.lng, latlng.lat], border));
    told.textContent = grid ? grid.name : frame.dataset.none;
    const list = gridList();
    list.value = grid?.code ?? (list.querySelector('option[value=""]') ? "" : list.value);
    list.dispatchEvent(new Event("choose:settle"));
    mark(grid?.code);
  });
  const lng = Number(field("lng").value);
  const lat = Number(field("lat").value);
  if (lng && lat && field("crs").value === "wgs84") {
    here = L.circleMarker([lat, lng], { radius: 8, className: "here", interactive: false }).addTo(map);
  }
  gridList().addEventListener("change", look);
  look();
};

const more = document.querySelector("[data-pick]");
const load = async () => {
  if (!more.open || frame.dataset.drawn || !window.L) return;
  frame.dataset.drawn = "yes";
  try {
    const answer = await fetch(more.dataset.pick, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    draw(await answer.json());
  } catch {
    told.textContent = frame.dataset.failed;
  }
};
more?.addEventListener("toggle", load);
if (more?.open) load();
