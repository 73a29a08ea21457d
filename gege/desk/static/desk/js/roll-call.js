// Ticks of a roll-call outlive a lost network: they are kept on this device until they were sent.
// Kept are uids and states, no names. Without this script the form is sent as any other.

const form = document.querySelector("form[data-roll]");
const notice = document.querySelector("[data-kept]");

if (form) {
  const key = `roll-call ${form.dataset.roll}`;
  const kept = () => JSON.parse(localStorage.getItem(key) || "{}");
  const keep = (ticks) =>
    Object.keys(ticks).length
      ? localStorage.setItem(key, JSON.stringify(ticks))
      : localStorage.removeItem(key);

  for (const [name, tick] of Object.entries(kept())) {
    const box = form.querySelector(
      `[name="${CSS.escape(name)}"][value="${CSS.escape(tick.value)}"]`,
    );
    if (!box || box.defaultChecked) {
      const left = kept();
      delete left[name];
      keep(left);
    } else {
      box.checked = true;
      notice.hidden = false;
    }
  }

  form.addEventListener("change", (event) => {
    if (event.target.name?.startsWith("state-")) {
      keep({ ...kept(), [event.target.name]: { value: event.target.value, at: Date.now() } });
    }
  });

  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      notice.hidden = false;
    }
  });

  window.addEventListener("online", () => {
    if (Object.keys(kept()).length && !notice.hidden) form.requestSubmit();
  });
}
