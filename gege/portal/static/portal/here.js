/* A resident who stands there need not look for the place. Without script there are names. */
const form = document.querySelector("[data-here]");
const said = form.querySelector("[role=status]");

form.addEventListener("submit", (event) => {
  if (form.elements.lng.value !== "") return;
  event.preventDefault();
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      form.elements.lng.value = coords.longitude.toFixed(6);
      form.elements.lat.value = coords.latitude.toFixed(6);
      form.submit();
    },
    () => {
      said.textContent = form.dataset.failed;
    },
    { enableHighAccuracy: true, timeout: 15000 },
  );
});

if (navigator.geolocation && window.isSecureContext) form.hidden = false;
