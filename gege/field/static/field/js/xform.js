/* Draws an XForm that the forms engine computes. After each answer the whole form is looked at
   again: what is relevant, how it is labelled, what is wrong; only what changed is touched. */

import * as files from "./files.js";
import { choices, select, text, tick, words } from "./entry.js";
import { positionNow } from "./own.js";
import { trouble } from "./told.js";
import { button, clear, freshId, h, note } from "./ui.js";
import { t } from "./words.js";

const FEW = 25;
const OFFSET = "+08:00";

/** {node, refresh, wrong}: the form as an element; `wrong()` shows every fault and returns how many.
    `kept` is {name: {sha256, size, media_type}} of attached files; `changed` is called after answers;
    `media(name)` gives an address of a picture of the form. */
export const drawXForm = (root, { kept, changed, media }) => {
  const form = { root, kept, media, touched: new Set(), all: false };
  form.answered = (node) => {
    form.touched.add(node.nodeId);
    view.update();
    changed();
  };
  const view = children(root, form);
  const refresh = () => view.update();
  refresh();
  return {
    node: h("div.form.xform", { lang: langOf(root) }, view.node),
    refresh,
    wrong: () => {
      form.all = true;
      refresh();
      return root.validationState.violations.length;
    },
  };
};

export const langOf = (root) => {
  const { language = "", locale } = root.currentState.activeLanguage;
  return locale?.language ?? (/^en/i.test(language) ? "en" : /[一-鿿]|^zh/i.test(language) ? "zh-hans" : null);
};

/* Children that come and go with repeats, each keyed by the engine's id. */
const children = (parent, form) => {
  const node = h("div.xform-part");
  const views = new Map();
  const update = () => {
    const wanted = parent.currentState.children ?? [];
    for (const child of wanted) if (!views.has(child.nodeId)) views.set(child.nodeId, view(child, form));
    const ids = new Set(wanted.map((one) => one.nodeId));
    for (const [id, one] of views) {
      if (ids.has(id)) continue;
      one?.node.remove();
      views.delete(id);
    }
    let before = null;
    for (const child of wanted) {
      const one = views.get(child.nodeId);
      if (!one) continue;
      one.node.hidden = !child.currentState.relevant;
      one.update();
      if ((before ? before.nextSibling : node.firstChild) !== one.node) node.insertBefore(one.node, before ? before.nextSibling : node.firstChild);
      before = one.node;
    }
  };
  return { node, update };
};

const view = (node, form) => {
  if (node.nodeType === "group") return groupView(node, form);
  if (node.nodeType.startsWith("repeat-range")) return repeatView(node, form);
  return CONTROLS[node.nodeType] ? CONTROLS[node.nodeType](node, form) : null;
};

const groupView = (node, form) => {
  const head = h("h2");
  const inside = children(node, form);
  const section = h("section.xform-group", head, inside.node);
  return {
    node: section,
    update: () => {
      const label = node.currentState.label?.asString ?? "";
      head.textContent = label;
      head.hidden = !label;
      section.hidden = !node.currentState.relevant || node.currentState.hasRelevantBodyNodes === false;
      inside.update();
    },
  };
};

const repeatView = (range, form) => {
  const head = h("h2");
  const list = h("div");
  const views = new Map();
  const fixed = range.nodeType === "repeat-range:controlled";
  const change = (act) => () => {
    act();
    form.answered(range);
  };
  const add = button(t("Add one more"), { act: change(() => range.addInstances()) });
  const make = (instance) => {
    const inside = children(instance, form);
    const title = h("h3");
    const off = button(t("Remove this one"), { quiet: true, act: change(() => range.removeInstances(range.currentState.children.indexOf(instance))) });
    return { node: h("section.xform-repeat", title, inside.node, !fixed && h("div.deeds.is-still", off)), title, update: inside.update };
  };
  const update = () => {
    const label = range.currentState.label?.asString ?? range.currentState.children[0]?.currentState.label?.asString ?? "";
    head.textContent = label;
    head.hidden = !label;
    const wanted = range.currentState.children;
    for (const one of wanted) if (!views.has(one.nodeId)) views.set(one.nodeId, make(one));
    const ids = wanted.map((one) => one.nodeId);
    for (const [id, one] of views) if (!ids.includes(id)) (one.node.remove(), views.delete(id));
    ids.forEach((id, index) => {
      const one = views.get(id);
      one.title.textContent = `${label} ${index + 1}`;
      if (list.children[index] !== one.node) list.insertBefore(one.node, list.children[index] ?? null);
      one.update();
    });
  };
  return { node: h("section.xform-group", head, list, !fixed && h("div.deeds.is-still.apart", add)), update };
};

// -- Questions ----------------------------------------------------------------------------------

const faultOf = (node, form) => {
  if (!form.all && !form.touched.has(node.nodeId)) return "";
  const { violation } = node.validationState;
  if (!violation) return "";
  if (violation.condition === "required" && !form.all) return "";
  return violation.message?.asString || (violation.condition === "required" ? t("This is needed.") : t("This cannot be."));
};

const pictureOf = (range, form) => {
  const name = range?.imageSource ? String(range.imageSource).split("/").pop() : null;
  if (!name) return null;
  const image = h("img", { alt: "" });
  form.media(name).then((url) => url && (image.src = url));
  return image;
};

/* The frame of every question: label, hint and error that change, and a control that may change. */
const question = (node, form, control, { many = false } = {}) => {
  const label = h("span");
  const need = h("span.optional");
  const hint = h("p.hint");
  const error = h("p.error");
  const id = freshId("q");
  const input = many ? null : control.matches("input, select, textarea") ? control : control.querySelector("input, select, textarea");
  hint.id = `${id}-hint`;
  error.id = `${id}-error`;
  if (input) input.id ||= id;
  const head = many ? h("legend", label, need) : h("label", { for: input.id }, label, need);
  const picture = pictureOf(node.currentState.label, form);
  const frame = h(many ? "fieldset.field" : "div.field", { data: { reference: node.currentState.reference } }, head, picture, hint, error, control);
  const said = input ?? frame;
  const update = () => {
    const { label: words_, hint: more, required, readonly } = node.currentState;
    label.textContent = words_?.asString.trim() ?? "";
    need.textContent = required ? "" : ` ${t("(optional)")}`;
    hint.textContent = more?.asString ?? "";
    hint.hidden = !hint.textContent;
    const fault = faultOf(node, form);
    error.textContent = fault;
    error.hidden = !fault;
    frame.classList.toggle("is-wrong", Boolean(fault));
    if (input) {
      if (fault) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      input.disabled = readonly;
    }
    const ids = [!hint.hidden && hint.id, fault && error.id].filter(Boolean).join(" ");
    if (ids) said.setAttribute("aria-describedby", ids);
    else said.removeAttribute("aria-describedby");
  };
  return { node: frame, update };
};

/* Types of input: how a value is written into the control and read out of it. */
const TYPES = {
  int: { make: () => text({ mode: "numeric", most: 18 }) },
  decimal: { make: () => text({ mode: "decimal", most: 24 }) },
  date: { make: () => text({ type: "date", most: null }), show: (value) => value.slice(0, 10) },
  time: { make: () => text({ type: "time", most: null }), show: (value) => value.slice(0, 5), read: (value) => value && `${value.slice(0, 5)}:00.000${OFFSET}` },
  dateTime: { make: () => text({ type: "datetime-local", most: null }), show: (value) => value.slice(0, 16), read: (value) => value && `${value.slice(0, 16)}:00.000${OFFSET}` },
};

const inputView = (node, form) => {
  if (node.valueType === "geopoint") return placeView(node, form);
  const type = TYPES[node.valueType] ?? {};
  const long = node.appearances?.multiline || (node.nodeOptions?.rows ?? 0) > 1;
  const control = type.make?.() ?? (long ? words({ most: 2000 }) : text({ most: 500 }));
  const shown = () => {
    const value = node.currentState.instanceValue;
    return type.show ? type.show(value) : value;
  };
  const read = () => {
    node.setValue(type.read ? type.read(control.value) : control.value);
    form.answered(node);
  };
  control.value = shown();
  control.addEventListener(control.type === "text" || control.tagName === "TEXTAREA" ? "input" : "change", read);
  const frame = question(node, form, control);
  return {
    node: frame.node,
    update: () => {
      frame.update();
      // What was typed and is no number yet stays on screen until the field is left.
      if (document.activeElement !== control && control.value !== shown()) control.value = shown();
    },
  };
};

const placeView = (node, form) => {
  const said = h("p", { "aria-live": "polite" });
  const take = async () => {
    try {
      const { lng, lat, accuracy } = await positionNow();
      node.setValue({ longitude: lng, latitude: lat, altitude: null, accuracy });
      form.answered(node);
    } catch (error) {
      clear(said, error.message);
    }
  };
  const off = button(t("Remove"), { quiet: true, act: () => (node.setValue(null), form.answered(node)) });
  const frame = question(node, form, h("div", h("div.deeds.is-still", button(t("Use my position"), { act: take }), off), said), { many: true });
  return {
    node: frame.node,
    update: () => {
      frame.update();
      const { value } = node.currentState;
      off.hidden = !value;
      if (value) clear(said, t("%(lat)s, %(lng)s, exact to %(metres)s m", { lat: value.latitude, lng: value.longitude, metres: value.accuracy ?? "?" }));
      else if (form.touched.has(node.nodeId) === false) clear(said);
    },
  };
};

const selectView = (node, form) => {
  const many = node.selectType === "select";
  const place = h("div");
  let drawn = "";
  const act = (value) => {
    if (many) node.selectValues(value);
    else node.selectValue(value || null);
    form.answered(node);
  };
  const draw = () => {
    const options = node.currentState.valueOptions.map((one) => ({ value: one.value, label: one.label.asString.trim(), picture: one.label }));
    const value = node.currentState.value;
    const mark = JSON.stringify([options.map((one) => [one.value, one.label]), value]);
    if (mark === drawn) return;
    const focus = place.contains(document.activeElement) ? document.activeElement.value : null;
    drawn = mark;
    if (!many && (node.appearances?.minimal || options.length > FEW)) {
      clear(place, select(options, { value: value[0] ?? "", act, blank: t("Please choose") }));
      place.firstElementChild.setAttribute("aria-label", node.currentState.label?.asString ?? "");
    } else {
      clear(place, choices(options, { value: many ? value : value[0], act, many }));
      [...place.querySelectorAll(".choice")].forEach((line, index) => {
        const picture = pictureOf(options[index].picture, form);
        if (picture) line.append(picture);
      });
    }
    if (focus !== null) [...place.querySelectorAll("input")].find((one) => one.value === focus)?.focus({ preventScroll: true });
  };
  draw();
  const frame = question(node, form, place, { many: true });
  return {
    node: frame.node,
    update: () => {
      frame.update();
      draw();
    },
  };
};

const rankView = (node, form) => {
  const list = h("ol.rows");
  const move = (value, by) => () => {
    const order = [...current()];
    const at = order.indexOf(value);
    const [one] = order.splice(at, 1);
    order.splice(at + by, 0, one);
    node.setValues(order);
    form.answered(node);
  };
  const current = () => {
    const chosen = node.currentState.value;
    return chosen.length ? chosen : node.currentState.valueOptions.map((one) => one.value);
  };
  const frame = question(node, form, list, { many: true });
  return {
    node: frame.node,
    update: () => {
      frame.update();
      const order = current();
      clear(list, order.map((value, index) => h("li.chosen", h("span", `${index + 1} ${node.getValueLabel(value)?.asString ?? value}`), h("span.deeds", button(t("Up"), { act: move(value, -1), disabled: index === 0 }), button(t("Down"), { act: move(value, 1), disabled: index === order.length - 1 })))));
    },
  };
};

const rangeView = (node, form) => {
  const { start, end, step } = node.definition.bounds;
  const control = h("input", { type: "range", min: String(start), max: String(end), step: String(step), value: String(start) });
  const said = h("output");
  control.addEventListener("input", () => {
    node.setValue(control.value);
    form.answered(node);
  });
  const frame = question(node, form, h("div.range", control, h("p.range-ends", h("span", String(start)), said, h("span", String(end)))));
  return {
    node: frame.node,
    update: () => {
      frame.update();
      const value = node.currentState.instanceValue;
      said.textContent = value || t("not yet set");
      if (value && control.value !== value) control.value = value;
    },
  };
};

const triggerView = (node, form) => {
  const line = tick("", { act: (on) => (node.setValue(on), form.answered(node)) });
  const error = h("p.error");
  const frame = h("div.field", error, line);
  return {
    node: frame,
    update: () => {
      clear(line.querySelector("span"), node.currentState.label?.asString ?? "");
      line.input.checked = node.currentState.value;
      const fault = faultOf(node, form);
      error.textContent = fault;
      error.hidden = !fault;
      frame.classList.toggle("is-wrong", Boolean(fault));
    },
  };
};

const noteView = (node) => {
  const line = h("p.xform-note");
  return { node: line, update: () => (line.textContent = (node.currentState.noteText ?? node.currentState.label)?.asString.trim() ?? "") };
};

const uploadView = (node, form) => {
  const { accept, type } = node.nodeOptions.media;
  const shown = h("div");
  const picture = type === "image";
  const input = h("input", { type: "file", accept: accept ?? "*/*", capture: picture ? "environment" : null });
  const press = h("button.button", { type: "button", tabindex: -1, "aria-hidden": "true" }, picture ? t("Take a photograph") : t("Choose a file"));
  press.addEventListener("click", () => input.click());
  const take = async () => {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    try {
      const held = picture ? await files.takePhoto(file) : await files.keepFile(file, file.name);
      node.setValue(new File([await files.fileBlob(held.sha256)], held.name, { type: held.media_type }));
      form.kept[node.currentState.instanceValue] = { sha256: held.sha256, size: held.size, media_type: held.media_type };
      form.answered(node);
    } catch (error) {
      clear(shown, note("wrong", h("p", trouble(error))));
    }
  };
  input.addEventListener("change", take);
  const off = button(t("Remove"), { quiet: true, act: () => (node.setValue(null), form.answered(node)) });
  const frame = question(node, form, h("div", shown, h("div.take", input, press, off)));
  let drawn = null;
  return {
    node: frame.node,
    update: () => {
      frame.update();
      const name = node.currentState.instanceValue;
      off.hidden = !name;
      if (name === drawn) return;
      drawn = name;
      const held = form.kept[name];
      if (!name) clear(shown);
      else if (!held?.media_type?.startsWith("image/")) clear(shown, h("p", name));
      else files.fileUrl(held.sha256).then((url) => clear(shown, url && h("div.photo.is-one", h("img", { src: url, alt: node.currentState.label?.asString ?? "" }))));
    },
  };
};

const CONTROLS = { input: inputView, select: selectView, rank: rankView, range: rangeView, trigger: triggerView, note: noteView, upload: uploadView };
