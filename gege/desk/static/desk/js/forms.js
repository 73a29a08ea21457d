/* Forms: a filter is sent when it changes, chosen files are shown, typing is not lost unnoticed. */

const said = (name) => document.getElementById("words")?.dataset[name] ?? "";

/* Filters send themselves; empty ones stay out of the address. */
const send = (form) => {
  for (const field of form.querySelectorAll("input[name], select[name]")) {
    if (field.value === "") field.disabled = true;
  }
  form.requestSubmit();
};
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-send-on-change]");
  if (form) send(form);
});
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form[data-send-on-change] :disabled")) {
    field.disabled = false;
  }
});

/* A form with data-keep warns before what was typed is left behind. */
const typed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-keep]");
  if (form) typed.add(form);
});
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented || event.target.matches("[hx-post]")) typed.delete(event.target);
});
window.addEventListener("beforeunload", (event) => {
  const unsent = [...typed].some((form) => form.isConnected);
  if (!unsent) return;
  event.preventDefault();
  event.returnValue = said("unsaved");
});

/* The files that were chosen, pictured; one over data-most (bytes) is told before it is sent. */
const size = (bytes) =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

const shown = (file, most) => {
  const line = document.createElement("li");
  if (file.type.startsWith("image/")) {
    const picture = document.createElement("img");
    picture.alt = "";
    picture.src = URL.createObjectURL(file);
    picture.onload = () => URL.revokeObjectURL(picture.src);
    line.append(picture);
  }
  const name = document.createElement("span");
  name.textContent = `${file.name} ${size(file.size)}`;
  line.append(name);
  if (most && file.size > most) {
    const large = document.createElement("strong");
    large.className = "too-big";
    large.textContent = ` ${said("tooBig")}`;
    line.append(large);
  }
  return line;
};

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.type !== "file") return;
  let list = field.parentElement.querySelector(".chosen-files");
  if (!list) {
    list = document.createElement("ul");
    list.className = "chosen-files";
    field.after(list);
  }
  list.replaceChildren(...[...field.files].map((file) => shown(file, Number(field.dataset.most))));
});
