/* A long list that is searched by typing. The select stays the field; script only fills it in. */

let count = 0;

const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

// People type parts of a name with spaces between, or the name as a choice shows it, with its dots.
const wordsIn = (asked) => asked.split(/[\s·]+/).map(plain).filter(Boolean);

const optionsOf = (select) =>
  [...select.options]
    .filter((option) => option.value)
    .map((option) => ({
      option,
      words: option.textContent.trim(),
      group: option.parentElement.label ?? "",
      text: plain(`${option.parentElement.label ?? ""}${option.textContent}${option.value}`),
    }));

const line = (role, words, className = "") => {
  const item = document.createElement("li");
  item.setAttribute("role", role);
  item.className = className;
  item.textContent = words;
  return item;
};

const enhance = (select) => {
  const many = select.multiple;
  const all = optionsOf(select);
  if (all.length < 8) return;
  const id = `choose-${(count += 1)}`;
  const box = document.createElement("div");
  const field = document.createElement("input");
  const list = document.createElement("ul");
  const picked = document.createElement("div");
  let shown = [];
  let at = -1;

  box.className = "choose";
  field.type = "text";
  field.autocomplete = "off";
  field.id = select.id;
  select.id = `${select.id}-list`;
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": id,
    "aria-autocomplete": "list",
  })) field.setAttribute(name, value);
  for (const name of ["aria-invalid", "aria-describedby"]) {
    if (select.hasAttribute(name)) field.setAttribute(name, select.getAttribute(name));
  }
  list.id = id;
  list.setAttribute("role", "listbox");
  list.hidden = true;
  picked.className = "picked";
  select.hidden = true;
  select.before(box);
  box.append(field, list, ...(many ? [picked] : []), select);

  const chosen = () => all.filter(({ option }) => option.selected && option.value);
  const name = ({ words, group }) => (group && select.dataset.choose === "grid" ? `${group} · ${words}` : words);
  const settle = () => {
    if (!many) {
      field.value = chosen().length ? name(chosen()[0]) : "";
      return;
    }
    field.value = "";
    picked.replaceChildren(
      ...chosen().map((one) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = `${one.words} ×`;
        button.onclick = () => {
          one.option.selected = false;
          settle();
        };
        return button;
      }),
    );
  };
  const close = () => {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const point = (to) => {
    at = to;
    shown.forEach(({ item }, index) => item.setAttribute("aria-selected", String(index === at)));
    if (at < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", shown[at].item.id);
    shown[at].item.scrollIntoView({ block: "nearest" });
  };
  const open = (asked) => {
    const wanted = wordsIn(asked);
    const found = all.filter(({ text }) => wanted.every((word) => text.includes(word))).slice(0, 200);
    let group = "";
    list.replaceChildren();
    shown = found.map((one, index) => {
      if (one.group && one.group !== group) {
        group = one.group;
        list.append(line("presentation", group, "group"));
      }
      const item = line("option", one.words);
      item.id = `${id}-${index}`;
      item.onmousedown = (event) => {
        event.preventDefault();
        choose(one);
      };
      list.append(item);
      return { ...one, item };
    });
    list.hidden = shown.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    point(wanted.length && shown.length ? 0 : -1);
  };
  const choose = ({ option }) => {
    option.selected = many ? !option.selected : true;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    settle();
    close();
  };

  field.addEventListener("focus", () => field.select());
  field.addEventListener("click", () => open(""));
  field.addEventListener("input", () => open(field.value));
  field.addEventListener("blur", () => {
    close();
    if (!many && field.value.trim() === "" && select.querySelector('option[value=""]')) select.value = "";
    settle();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open("");
      else point(Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), shown.length - 1));
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      choose(shown[at]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
      settle();
    }
  });
  select.addEventListener("choose:settle", settle);
  settle();
};

const enhanceAll = () => {
  for (const select of document.querySelectorAll("select[data-choose]:not([hidden])")) enhance(select);
};

enhanceAll();
document.addEventListener("htmx:afterSwap", enhanceAll);
