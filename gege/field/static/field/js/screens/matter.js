/* One matter: what, where, photographs, steps, who holds it and until when, and what can be done. */

import * as outbox from "../outbox.js";
import { goToWrong } from "../entry.js";
import { attachAll, matterBy, moveForm, unsentOf } from "../move.js";
import { gallery, picker } from "../photos.js";
import { STATES, described, trouble } from "../told.js";
import { button, clear, empty, facts, h, more, note, row, rows, say, section, when } from "../ui.js";
import { t } from "../words.js";
import { carrying, lightOf } from "./matters.js";

export const matter = {
  title: () => t("Matter"),
  up: () => "#/matters",
  draw: async (context) => {
    const [number] = context.about;
    const one = await matterBy(number);
    if (!one) return gone(number);
    context.title(one.title);
    const items = await unsentOf(number);
    const place = h("div.apart#move");
    const item = context.asked.mend ? items.find((each) => each.key === context.asked.mend) : null;
    const drawn = [
      over(one),
      await unsent(items, one),
      place,
      facts([
        [t("Number"), h("span.number", one.number)],
        [t("Kind"), one.kind_name],
        [t("Place"), [one.place, one.address].filter(Boolean).join(" ")],
        [t("Reported at"), when(one.reported_at)],
        [t("Next step due"), when(one.step_due_at)],
        [t("Due"), one.due_at !== one.step_due_at && when(one.due_at)],
      ]),
      one.description && section(t("What was reported"), h("p.as-typed.under", one.description)),
      pictures(one, context),
      one.steps?.length > 0 && section(t("Steps"), rows(one.steps.map((step) => row({ title: step.text, lines: [[when(step.at), step.who].filter(Boolean).join(" · "), step.words] })))),
    ];
    await deeds(place, one, items, context, item);
    return drawn;
  },
};

const gone = (number) =>
  empty(t("This matter is not on the phone"), t("%(number)s is closed, or lies outside your grid. With the next contact the list is new.", { number }), button(t("All matters"), { to: "#/matters" }));

const over = (one) => h("p", lightOf(one), one.light_text && ` · ${one.state_text}`);

const unsent = async (items, one) => {
  if (!items.length) return null;
  const lines = [];
  for (const item of items) {
    const { name } = await described(item);
    lines.push(row({ to: `#/kept/${item.key}`, title: name, lines: [STATES[item.status]()] }));
  }
  return section(t("Yours, not yet sent"), rows(lines));
};

/* The most likely move is the one filled button; a step of mine on its way comes first. */
const deeds = async (place, one, items, context, item) => {
  const waiting = items.some((each) => each.kind === "move" && each !== item);
  const show = () => {
    if (waiting) {
      clear(place, h("p.soft", t("Your step goes first. What can be done then shows after the next contact.")));
      return;
    }
    const first = one.mine ? carrying(one)[0] : null;
    const likely = carrying(one);
    const others = likely.filter((move) => move !== first);
    const talk = one.moves.filter((move) => !likely.includes(move));
    const press = (move) => button(move.label, { act: () => open(move), grave: move.move === "skip_level", data: { move: move.move } });
    clear(
      place,
      first && h("div.deeds", button(first.label, { first: true, wide: true, act: () => open(first), data: { move: first.move } })),
      others.length > 0 && h("div.deeds.under", others.map(press)),
      !first && !others.length && h("p.soft", t("Nothing is asked of you here.")),
      talk.length > 0 && h("div.apart", more(t("Leave words"), h("div.deeds", talk.map(press)))),
    );
  };
  const open = async (move, refused = null) => {
    clear(place, await moveForm(one, move, { item: refused, done: () => context.go("#/today", { replace: true }), cancel: show }));
    place.scrollIntoView({ block: "start" });
    if (!goToWrong(place)) place.querySelector("input, textarea, select, button")?.focus({ preventScroll: true });
  };
  show();
  const again = item && one.moves.find((move) => move.move === item.body.move);
  if (again) requestAnimationFrame(() => open(again, item));
  else if (item) place.prepend(note("wrong", h("p", item.answer?.text ?? ""), h("p", t("This step is not possible any more."))));
};

const pictures = (one, context) => {
  const photos = one.photos ?? [];
  const open = one.moves.length > 0;
  if (!photos.length && !open) return null;
  return section(t("Photographs"), photos.length > 0 && h("div.apart", gallery(photos, one.number)), !photos.length && h("p.soft.under", t("None yet.")), open && adding(one, context));
};

const adding = (one, context) => {
  let held = [];
  const wrong = h("div");
  const keep = async () => {
    if (!held.length) return;
    try {
      await attachAll(one, held, one.state === "handling" ? "after" : "before");
      say(t("Kept on this phone. It is sent as soon as there is a network."));
      context.go("#/today", { replace: true });
    } catch (error) {
      clear(wrong, note("wrong", h("p", trouble(error))));
    }
  };
  return more(t("Add photographs"), [picker([], (list) => (held = list), { label: t("New photographs") }), wrong, h("div.deeds.apart", button(t("Add them"), { act: keep }))]);
};

/** A conflict: how it stands now, and the choice to look, to send again on that, or to drop it. */
export const conflictOf = (item, context) => {
  const present = item.answer?.present ?? {};
  const number = item.body.matter?.number;
  const possible = (present.moves ?? []).some((one) => (one.move ?? one) === item.body.move);
  const sendAgain = async () => {
    await outbox.amend(item.key, { ...item.body, matter: { ...item.body.matter, version: present.version } });
    say(t("Kept again, on how it stands now."));
    context.go("#/outbox", { replace: true });
  };
  return [
    note("wrong", h("p", h("strong", item.answer?.text || t("Somebody moved this matter while you were without a network. Yours was not done."))), present.state_text && h("p", t("It now stands: %(state)s", { state: present.state_text }))),
    h(
      "div.deeds.apart",
      number && button(t("Look at it"), { to: `#/matter/${number}`, first: true }),
      possible ? button(t("Do mine all the same"), { act: sendAgain }) : null,
    ),
    !possible && h("p.soft.under", t("Your step is not possible any more as it stands now.")),
  ];
};
