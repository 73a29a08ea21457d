/* The screen of a locked phone. It knows nobody's name: that is locked too. */

import { page, pinField, sentence, trouble } from "./door.js";
import { WrongPin, Wiped } from "./errors.js";
import { openCount } from "./outbox.js";
import { plural, t } from "./words.js";
import { ask, busy, h } from "./ui.js";
import { open } from "./vault.js";
import { wipe } from "./wipe.js";

const wrongPin = (left) =>
  left === 1
    ? t("This PIN is wrong. After one more wrong PIN everything on this phone is removed.")
    : plural("This PIN is wrong. %(n)s try left.", "This PIN is wrong. %(n)s tries left.", left);

const forgotten = async () => {
  const n = await openCount();
  const lost = n ? ` ${plural("%(n)s entry is not sent yet and would be lost.", "%(n)s entries are not sent yet and would be lost.", n)}` : "";
  const words = t("Without the PIN nothing on this phone can be read. Removing everything makes the phone ready to enter anew.") + lost;
  const sure = await ask(words, { title: t("PIN forgotten"), yes: t("Remove everything"), grave: true });
  if (sure) await wipe("pins");
};

/* Draws the screen; `opened()` is called when the PIN was right. */
export const drawUnlock = (root, { opened }) => {
  const pin = pinField(t("PIN"), { autofocus: true });
  const fault = trouble();
  const submit = h("button.button.is-first.is-wide", { type: "submit" }, t("Open"));
  const form = h("form.form", { novalidate: true }, pin.node, submit, fault.node);
  const act = async () => {
    pin.wrong("");
    fault.say("");
    if (!pin.input.value) return;
    try {
      await open(pin.input.value);
    } catch (error) {
      if (error instanceof Wiped) return;
      pin.input.value = "";
      if (error instanceof WrongPin) pin.wrong(wrongPin(error.left));
      else fault.say(sentence(error));
      pin.input.focus();
      return;
    }
    opened();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void busy(submit, act);
  });
  const lost = h("button.button.is-quiet", { type: "button" }, t("PIN forgotten"));
  lost.addEventListener("click", () => void forgotten());
  page(root, { title: t("Locked"), form, below: [lost], again: () => drawUnlock(root, { opened }) });
  pin.input.focus();
};
