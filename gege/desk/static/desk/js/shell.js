/* The shell: tells the styles that there is script, closes menus, talks to htmx, asks once. */

const root = document.documentElement;
root.classList.add("js");

const said = (name) => document.getElementById("words")?.dataset[name] ?? "";

/* Menus close on Escape and on a click beside them. */
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});

/* Which groups of the rail somebody opened or closed is kept on this machine; the group of this
   page stays as it came. */
const folded = (() => {
  try {
    return JSON.parse(localStorage.getItem("rail") ?? "{}") ?? {};
  } catch {
    return {};
  }
})();
for (const group of document.querySelectorAll(".rail details[data-group]")) {
  const wanted = folded[group.dataset.group];
  if (typeof wanted === "boolean" && !group.querySelector("[aria-current]")) group.open = wanted;
  group.querySelector("summary").addEventListener("click", () => {
    folded[group.dataset.group] = !group.open;
    try {
      localStorage.setItem("rail", JSON.stringify(folded));
    } catch {
      /* Without a store the groups are as they come. */
    }
  });
}

/* The token of the form goes with every request of htmx. */
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf"]')?.content;
  if (token) event.detail.headers["X-CSRFToken"] = token;
});
/* What a page does on its own (data-quiet) shows no progress and leaves the focus where it is. */
const quiet = (place) => Boolean(place?.closest("[data-quiet]"));
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!quiet(event.detail.elt)) root.classList.add("is-under-way");
});
document.addEventListener("htmx:afterRequest", () => root.classList.remove("is-under-way"));
window.addEventListener("pageshow", () => root.classList.remove("is-under-way"));

const tell = (words) => {
  const flash = document.getElementById("flash");
  if (!flash) return;
  const line = document.createElement("li");
  const kind = document.createElement("span");
  const text = document.createElement("span");
  line.className = "is-error";
  kind.className = "kind";
  kind.textContent = said("kind");
  text.textContent = words;
  line.append(kind, text);
  flash.replaceChildren(line);
  flash.hidden = false;
  flash.scrollIntoView({ block: "nearest" });
};
document.addEventListener("htmx:sendError", () => tell(said("offline")));
document.addEventListener("htmx:responseError", () => tell(said("failed")));

/* What came by htmx may hold a summary of what is wrong: it takes the focus, else the first field. */
const focusOn = (place) => {
  const wrong = place.querySelector("[data-focus]");
  const first = place.querySelector("form [autofocus], form input:not([type=hidden]), form select, form textarea");
  (wrong ?? first)?.focus({ preventScroll: Boolean(wrong) === false });
};
document.addEventListener("htmx:afterSwap", (event) => {
  if (!quiet(event.detail.target)) focusOn(event.detail.target);
});
document.querySelector("[data-focus]")?.focus();

/* A grave deed asks once, in words. */
const ask = document.getElementById("ask");
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.ask ?? form.dataset.ask;
    if (!question || form.dataset.answered || !ask?.showModal) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    document.getElementById("ask-words").textContent = question;
    ask.querySelector("[data-yes]").onclick = () => {
      ask.close();
      form.dataset.answered = "yes";
      form.requestSubmit(submitter ?? undefined);
      delete form.dataset.answered;
    };
    ask.querySelector("[data-no]").onclick = () => ask.close();
    ask.showModal();
  },
  true,
);

/* A sent form is not sent twice by a second press. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || form.matches("[hx-post]")) return;
  if (form.method === "get") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-busy", "true");
  root.classList.add("is-under-way");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-busy");
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) window.print();
});

/* A table wider than its place is scrolled by keyboard too. */
const reachScrollers = () => {
  for (const place of document.querySelectorAll(".scrolls")) {
    if (place.scrollWidth > place.clientWidth) place.tabIndex = 0;
    else place.removeAttribute("tabindex");
  }
};
reachScrollers();
window.addEventListener("resize", reachScrollers);
document.addEventListener("toggle", reachScrollers, true);
document.addEventListener("htmx:afterSwap", reachScrollers);
