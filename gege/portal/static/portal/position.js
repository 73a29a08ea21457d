/* A resident adds where they stand. Without script, or without a position, the words are enough. */
const part = document.querySelector("[data-position]");
const [lng, lat] = part.querySelectorAll("input");
const button = part.querySelector("button");
const said = part.querySelector("p");
const map = document.querySelector("figure.map");
const chosen = lng.value;

const draw = (words) => {
  const there = lng.value !== "" && lat.value !== "";
  button.textContent = there ? part.dataset.away : part.dataset.add;
  if (map) map.hidden = !there || lng.value !== chosen;
  said.textContent = words ?? (there ? part.dataset.found : "");
};

const put = ({ coords }) => {
  lng.value = coords.longitude.toFixed(6);
  lat.value = coords.latitude.toFixed(6);
  draw();
};

button.addEventListener("click", () => {
  if (lng.value !== "") {
    lng.value = "";
    lat.value = "";
    draw();
    return;
  }
  navigator.geolocation.getCurrentPosition(put, () => draw(part.dataset.failed), {
    enableHighAccuracy: true,
    timeout: 15000,
  });
});

if (navigator.geolocation && window.isSecureContext) {
  part.hidden = false;
  draw();
}
