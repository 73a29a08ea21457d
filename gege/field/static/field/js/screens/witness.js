/* The resident says it: the phone in their hand, one plain question over the whole screen. */

import * as clock from "../clock.js";
import { text } from "../entry.js";
import { button, clear, h } from "../ui.js";
import { t } from "../words.js";

const CODE = /^\d{4,8}$/;

/** Ask the resident whether `service` was done. Resolves with {how, code, at}, or null when the
    worker took the phone back without an answer. */
export const witness = (service) =>
  new Promise((told) => {
    const inside = h("div.witness-in");
    const frame = h("dialog.witness", { "aria-label": t("Question to the resident") }, inside);
    const end = (answer) => {
      frame.close();
      frame.remove();
      told(answer);
    };
    const said = (how, code = "") => {
      const answer = { how, code, at: clock.now().toISOString() };
      clear(
        inside,
        h("h2", t("Thank you.")),
        h("p", { tap: t("You said: yes, it was done."), denied: t("You said: no, it was not done."), code: t("Your code was written down. The platform checks it.") }[how]),
        h("p", t("Please hand the phone back.")),
        h("div.deeds.apart", button(t("Phone is back"), { act: () => end(answer), wide: true, first: true, id: "phone-back" })),
      );
      inside.querySelector("button").focus();
    };
    const question = () => {
      const code = text({ type: "text", mode: "numeric", most: 8, "aria-label": t("Your code") });
      const wrong = h("p.error", { hidden: true });
      const byCode = () => {
        if (CODE.test(code.value.trim())) said("code", code.value.trim());
        else {
          clear(wrong, t("The code is 4 to 8 digits."));
          wrong.hidden = false;
          code.focus();
        }
      };
      clear(
        inside,
        h("p.soft", t("A question to you, the resident:")),
        h("h2", t("Was this done for you?")),
        h("p.service.as-typed", service),
        h("div.deeds.apart", button(t("Yes, done"), { act: () => said("tap"), id: "witness-yes" }), button(t("No"), { act: () => said("denied"), id: "witness-no" })),
        h("details.more.apart", h("summary", t("I have a code")), h("div.more-in.field", wrong, code, h("div.deeds.under", button(t("Use the code"), { act: byCode, id: "witness-code" })))),
        h("p.apart", button(t("Back without an answer"), { quiet: true, act: () => end(null) })),
      );
      for (const one of inside.querySelectorAll(".deeds:first-of-type .button")) one.classList.add("is-big");
    };
    frame.addEventListener("cancel", (event) => event.preventDefault());
    question();
    document.body.append(frame);
    frame.showModal();
    inside.querySelector("h2").setAttribute("tabindex", "-1");
    inside.querySelector("h2").focus();
  });
