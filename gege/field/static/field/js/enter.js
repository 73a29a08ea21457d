/* The first screen on a new phone: who you are, and the PIN that will lock this phone's store. */

import * as api from "./api.js";
import { field, page, pinField, sentence, trouble } from "./door.js";
import { Denied } from "./errors.js";
import { show } from "./face.js";
import { keepMe } from "./pull.js";
import * as sync from "./sync.js";
import { busy, h } from "./ui.js";
import { create, faultOf } from "./vault.js";
import { t } from "./words.js";

const NEEDS_CODE = new Set(["code_needed", "code_wrong"]);

/* A phone that was wiped without a network may still hold the old secret: it ends first. Scripts see
   only that there is one; where there never was, nothing is asked. */
const bound = () => document.cookie.split("; ").includes("gege_bound=1");
export const endOldTerminal = async () => bound() && (await api.post("leave").catch(() => {}));

/* Makes the phone a terminal and its store. If the store cannot be made, the terminal ends again. */
const enterWith = async ({ login, password, code, pin, appVersion }) => {
  const me = await sync.enter({ login, password, code, appVersion });
  try {
    await create(pin, { account_id: me.account_id, login, name: me.name });
    await keepMe(me);
  } catch (error) {
    api.setCsrf(me.csrf);
    await endOldTerminal();
    throw error;
  }
  show(me);
};

const parts = () => ({
  login: field(t("Log-in name"), { autocomplete: "username", autocapitalize: "off", spellcheck: "false" }),
  password: field(t("Password"), { type: "password", autocomplete: "current-password" }),
  code: field(t("Code of this terminal"), {
    hint: t("Your station was given it when the phone was handed over."),
    autocomplete: "one-time-code",
    autocapitalize: "characters",
  }),
  pin: pinField(t("Choose a PIN"), {
    hint: t("Six digits or more. It opens the app on this phone, also without a network. Nobody can tell it to you if you forget it."),
  }),
  again: pinField(t("The PIN once more")),
});

const check = (fields) => {
  const faults = {
    login: fields.login.input.value.trim() ? "" : t("Please fill this in."),
    password: fields.password.input.value ? "" : t("Please fill this in."),
    code: fields.code.node.hidden || fields.code.input.value.trim() ? "" : t("Please fill this in."),
    pin: faultOf(fields.pin.input.value) ? sentence({ code: faultOf(fields.pin.input.value) }) : "",
    again: fields.again.input.value === fields.pin.input.value ? "" : t("The two PINs differ."),
  };
  for (const [name, words] of Object.entries(faults)) fields[name].wrong(words);
  const first = Object.keys(faults).find((name) => faults[name]);
  if (first) fields[first].input.focus();
  return !first;
};

/* Draws the screen into `root`; `entered()` is called once the phone is ready. */
export const drawEnter = (root, { appVersion, entered, words = "" }) => {
  const fields = parts();
  const fault = trouble();
  fields.code.node.hidden = true;
  const submit = h("button.button.is-first.is-wide", { type: "submit" }, t("Enter"));
  const order = [fields.login, fields.password, fields.code, fields.pin, fields.again];
  const form = h("form.form", { novalidate: true }, fault.node, order.map((one) => one.node), submit);
  const act = async () => {
    fault.say("");
    if (!check(fields)) return;
    submit.textContent = t("Entering…");
    try {
      await enterWith({
        login: fields.login.input.value.trim(),
        password: fields.password.input.value,
        code: fields.code.input.value.trim(),
        pin: fields.pin.input.value,
        appVersion,
      });
      entered();
    } catch (error) {
      if (error instanceof Denied && NEEDS_CODE.has(error.code)) {
        fields.code.node.hidden = false;
        fields.code.wrong(error.text);
        fields.code.input.focus();
      } else fault.say(sentence(error));
    } finally {
      submit.textContent = t("Enter");
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void busy(submit, act);
  });
  page(root, {
    title: t("Enter"),
    lead: words || t("With the log-in name and password of your account."),
    form,
    again: () => drawEnter(root, { appVersion, entered, words }),
  });
};
