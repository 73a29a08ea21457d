/* A suggestion that is pressed fills its field; nothing is filled by itself. */

const selectOf = (button) => {
  const name = button.dataset.suggest;
  const form = button.dataset.form ? document.getElementById(button.dataset.form) : button.closest("form");
  return form?.elements.namedItem(name);
};

const mark = (select) => {
  for (const button of document.querySelectorAll(`[data-suggest="${select.name}"]`)) {
    button.setAttribute("aria-pressed", String(button.dataset.value === select.value));
  }
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-suggest]");
  const select = button && selectOf(button);
  if (!(select instanceof HTMLSelectElement)) return;
  select.value = button.dataset.value;
  for (const name of ["choose:settle", "change"]) select.dispatchEvent(new Event(name, { bubbles: name === "change" }));
  for (let box = select.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  mark(select);
});

document.addEventListener("change", ({ target }) => {
  if (target instanceof HTMLSelectElement) mark(target);
});

const markAll = () => {
  for (const button of document.querySelectorAll("[data-suggest]")) {
    const select = selectOf(button);
    if (select instanceof HTMLSelectElement) mark(select);
  }
};

markAll();
document.addEventListener("htmx:afterSwap", markAll);
