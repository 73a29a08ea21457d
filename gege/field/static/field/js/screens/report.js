/* Report a matter: the title first, the photographs, the kind, the place, who; settled on the spot
   or alarmed in the same step. What is typed is a draft until it is kept in the outbox. */

import * as outbox from "../outbox.js";
import * as store from "../store.js";
import * as walk from "../walk.js";
import { openDraft } from "../drafts.js";
import { choices, field, finder, goToWrong, group, likest, matching, select, text, tick, words } from "../entry.js";
import { grids, kinds, postOf, recentKinds, rememberKind, rulesOfDay } from "../own.js";
import { picker } from "../photos.js";
import { placePicker } from "../place.js";
import { trouble } from "../told.js";
import { ask, button, clear, h, more, note, say } from "../ui.js";
import { t } from "../words.js";

/* How long a report waits for the position that was asked for, in milliseconds. */
const POSITION_WAIT = 6000;

const BLANK = {
  title: "", description: "", kind: "", grid: "", by: "", lng: null, lat: null, accuracy: null, point: null, address: "",
  severity: "", intent: "", patrol: null, visit: null, known: false, name: "", phone: "", wants_callback: false,
  before: [], after: [], settled: false, outcome: "", done: "", alarm: false, alarm_words: "",
};

export const report = {
  title: () => t("Report a matter"),
  top: true,
  draw: async (context) => {
    const { asked } = context;
    const refused = asked.mend ? await outbox.item(asked.mend) : null;
    const running = refused ? null : await walk.running();
    const draft = await openDraft(refused ? `draft:report:${refused.key}` : "draft:report", await start(asked, refused, running));
    if (asked.patrol) draft.set("patrol", asked.patrol);
    else if (!refused && draft.value.patrol && running?.uid !== draft.value.patrol) draft.set("patrol", null);
    if (asked.visit) draft.set("visit", asked.visit);
    const node = await drawForm(draft, context, refused, draft.value.patrol ?? running?.uid);
    context.leave(() => {
      node.forget();
      void draft.close();
    });
    return node;
  },
};

/* What is found while a patrol runs belongs to it, unless the worker says otherwise. */
const start = async (asked, refused, running) => {
  const own = await grids();
  const base = { ...BLANK, grid: running?.grid ?? own[0]?.value ?? "", patrol: asked.visit ? null : (running?.uid ?? null) };
  if (!refused) return { ...base, title: asked.title ?? "", description: asked.words ?? "", point: asked.point ?? null, by: asked.point ? "building" : "" };
  const body = Object.fromEntries(Object.entries(refused.body).filter(([, one]) => one !== undefined));
  return { ...base, ...body, known: body.anonymous === false, by: body.point ? "building" : (body.lat ?? null) === null ? "" : "map" };
};

const drawForm = async (draft, context, refused, walked) => {
  const [all, recent, rules, own, place, items] = await Promise.all([kinds(), recentKinds(), rulesOfDay(), grids(), placePicker(draft), outbox.list()]);
  const moved = refused && items.some((one) => one.kind === "move" && one.body.matter?.key === refused.key);
  const { value, set } = draft;
  const kindOf = (code) => all.find((one) => one.code === code);
  const fields = { place };
  const depending = h("div.form");

  fields.title = field(t("What is the matter?"), text({ value: value.title, most: 120, act: (words) => set("title", words), enterkeyhint: "next" }), { hint: t("One sentence.") });
  const kind = finder({
    value: value.kind && kindOf(value.kind) ? value.kind : null,
    find: (query) => kindsLike(query, all).map((one) => ({ value: one.code, label: one.name, under: one.group })),
    labelOf: (code) => kindOf(code)?.name ?? code,
    hint: t("Search, such as light, rubbish, quarrel"),
    recent: recent.map(kindOf).filter(Boolean).map((one) => ({ value: one.code, label: one.name })),
    act: (code) => choose(code),
  });
  const choose = (code) => {
    for (const [name, one] of Object.entries({ kind: code, intent: "", severity: "", outcome: "" })) set(name, one);
    fields.kind.wrong("");
    show();
    weigh();
  };
  fields.kind = h("div.kind", group(t("Kind"), [kind.node, all.length > 0 && browse(all, (code) => (kind.draw(code), choose(code)))]));
  kind.input.setAttribute("aria-label", t("Search the kinds"));
  fields.kind.wrong = fields.kind.firstElementChild.wrong;
  fields.description = field(t("More about it"), words({ value: value.description, most: 2000, act: (all_) => set("description", all_) }), { optional: true });
  fields.address = field(t("Place in words"), text({ value: value.address, most: 200, act: (all_) => set("address", all_) }), { optional: true, hint: t("Such as: north gate, stairs of house 3") });

  const show = () => clear(depending, !moved && atOnce(draft, kindOf(value.kind), rules, fields, show));
  show();
  const wish = h("div.form");
  const weigh = () => clear(wish, urgency(draft, kindOf, rules, show));
  weigh();

  let waited = false;
  const send = async () => {
    if (place.looking() && !waited) {
      waited = true;
      say(t("Looking for your position…"));
      await Promise.race([place.looking(), new Promise((done) => setTimeout(done, POSITION_WAIT))]);
      if (value.by === "position" && value.lat === null) {
        clear(wrong, note("wrong", h("p", t("No position yet. Press once more to report without it, or choose the place another way."))));
        return;
      }
    }
    if (!(await complete(draft, fields, kindOf(value.kind)))) {
      goToWrong(form);
      return;
    }
    try {
      await keepIt(draft, refused);
    } catch (error) {
      clear(wrong, note("wrong", h("p", trouble(error)), h("p", t("What you entered is still here."))));
      return;
    }
    say(t("Kept on this phone. It is sent as soon as there is a network."));
    context.go(value.patrol ? "#/patrol" : value.visit ? "#/visits" : "#/today", { replace: true });
  };

  const wrong = h("div");
  const form = h(
    "form.form.report",
    { novalidate: true },
    refused && refusal(refused),
    walked && tick(t("Found on the patrol."), { checked: Boolean(value.patrol), act: (on) => set("patrol", on ? walked : null) }),
    value.visit && h("p.soft", t("Raised at a visit.")),
    fields.title,
    !refused && picker(value.before, (list) => (set("before", list), draft.flush())),
    fields.kind,
    place,
    fields.address,
    fields.description,
    own.length > 1 && (fields.grid = field(t("Grid"), select(own, { value: value.grid, act: (code) => set("grid", code) }))),
    depending,
    more(t("Who told you?"), who(draft, fields), value.known),
    more(t("Urgency and wish"), wish),
    wrong,
    h("div.send", button(refused ? t("Send again") : t("Report"), { first: true, wide: true, id: "send-report", act: send })),
    draft.kept && !refused && h("p.deeds.is-still", button(t("Throw the draft away"), { quiet: true, act: () => throwAway(draft, context) })),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  form.forget = () => place.forget();
  if (refused?.answer?.field && fields[bodyField(refused.answer.field)]) fields[bodyField(refused.answer.field)].wrong(refused.answer.text);
  return form;
};

const FIELD_OF = { grid_code: "grid", receipt_key: "title", point: "place", lng: "place", lat: "place", accuracy: "place", anonymous: "name" };
const bodyField = (name) => FIELD_OF[name] ?? name;

const refusal = (item) => note("wrong", h("p", h("strong", t("The platform did not take this report."))), h("p", item.answer?.text));

const throwAway = async (draft, context) => {
  if (!(await ask(t("Throw this draft away? What you entered and its photographs are lost."), { yes: t("Throw away"), grave: true }))) return;
  await draft.drop();
  context.go("#/today", { replace: true });
};

/* Those that have all the words; else those that come near. */
const kindsLike = (query, all) => {
  const found = all.filter((one) => matching(query, one.name, one.group, one.words, one.code));
  return found.length ? found : likest(query, all, (one) => one.name);
};

/* All kinds by group, for who does not know the word. */
const browse = (all, act) => {
  const groups = [...new Set(all.map((one) => one.group))];
  const list = h("div");
  const node = more(t("All kinds"), list);
  node.addEventListener("toggle", () => {
    if (!node.open || list.childElementCount) return;
    clear(
      list,
      groups.map((name) =>
        more(
          name,
          h(
            "div",
            all.filter((one) => one.group === name).map((one) => {
              const made = h("button.opens", { type: "button" }, h("span.row-title", one.name));
              made.addEventListener("click", () => {
                node.open = false;
                act(one.code);
              });
              return made;
            }),
          ),
        ),
      ),
    );
  });
  return node;
};

/* Settled on the spot, or alarmed: what belongs to the chosen kind. */
const atOnce = ({ value, set, flush }, kind, rules, fields, show) => {
  if (!kind) return null;
  const intent = value.intent || kind.intent;
  const outcomes = rules.outcomes?.[intent] ?? [];
  const settled = tick(t("Settled on the spot already"), { checked: value.settled && !value.alarm, act: (on) => (set("settled", on), on && set("alarm", false), show()) });
  const alarm = kind.skip_level && tick(t("Alarm the county centre at once"), { checked: value.alarm, under: t("For major matters. First call 119, 110 or 120."), act: (on) => (set("alarm", on), on && set("settled", false), show()) });
  const inside = [];
  if (value.settled && !value.alarm) {
    fields.outcome = group(t("Result"), choices(outcomes, { value: value.outcome, act: (one) => set("outcome", one) }));
    fields.done = field(t("What was done"), words({ value: value.done, most: 2000, act: (all) => set("done", all) }), { hint: t("The resident reads this.") });
    inside.push(fields.outcome, fields.done, picker(value.after, (list) => (set("after", list), flush()), { label: t("Photographs of the result") }));
    if (outcomes.length === 1 && !value.outcome) {
      set("outcome", outcomes[0].value);
      fields.outcome.querySelector("input").checked = true;
    }
  }
  if (value.alarm && kind.skip_level) {
    fields.alarm_words = field(t("What is happening"), words({ value: value.alarm_words, most: 500, act: (all) => set("alarm_words", all) }));
    inside.push(fields.alarm_words);
  }
  return [h("div.choices", alarm, settled), inside];
};

const who = ({ value, set }, fields) => {
  const place = h("div.form.under");
  const show = () =>
    clear(
      place,
      value.known && [
        (fields.name = field(t("Name"), text({ value: value.name, most: 60, act: (all) => set("name", all) }), { optional: true })),
        (fields.phone = field(t("Telephone"), text({ value: value.phone, most: 30, type: "tel", act: (all) => set("phone", all) }), { optional: true })),
        tick(t("Wants to be called back"), { checked: value.wants_callback, act: (on) => set("wants_callback", on) }),
      ],
    );
  show();
  return [
    choices(
      [
        { value: "no", label: t("I saw it myself, or nobody is to be named") },
        { value: "yes", label: t("A resident") },
      ],
      { value: value.known ? "yes" : "no", act: (one) => (set("known", one === "yes"), show()) },
    ),
    place,
  ];
};

const urgency = ({ value, set }, kindOf, rules, show) => {
  const kind = kindOf(value.kind);
  return [
    rules.severities && group(t("Urgency"), choices(rules.severities, { value: value.severity || kind?.severity, act: (one) => set("severity", one) })),
    rules.intents && group(t("What the person wants"), choices(rules.intents, { value: value.intent || kind?.intent, act: (one) => (set("intent", one), set("outcome", ""), show()) })),
  ];
};

/* Every fault at its field, none twice; the alarm is asked for once, in words. */
const complete = async ({ value }, fields, kind) => {
  const need = (name, missing, words) => {
    fields[name]?.wrong(missing ? words : "");
    return !missing;
  };
  let whole = need("title", value.title.trim().length < 2, t("Say in a sentence what it is."));
  whole = need("kind", !kind, t("Choose a kind.")) && whole;
  if (value.known) whole = need("phone", value.wants_callback && !value.phone.trim(), t("Who is to be called back needs a telephone.")) && whole;
  if (kind && value.settled && !value.alarm) {
    whole = need("outcome", !value.outcome, t("Say what became of it.")) && whole;
    whole = need("done", value.done.trim().length < 2, t("Say what was done.")) && whole;
  }
  if (kind?.skip_level && value.alarm) {
    whole = need("alarm_words", value.alarm_words.trim().length < 2, t("Say what is happening.")) && whole;
    if (whole) return ask(t("Alarm the county centre now? This is for major matters only."), { yes: t("Alarm the county centre"), grave: true });
  }
  return whole;
};

const bodyOf = (value, kinds_) => ({
  title: value.title.trim(),
  kind: value.kind,
  edition: kinds_?.edition ?? null,
  description: value.description.trim(),
  grid: value.grid,
  lng: value.lng,
  lat: value.lat,
  accuracy: value.accuracy,
  point: value.point,
  address: value.address.trim(),
  severity: value.severity,
  intent: value.intent,
  patrol: value.patrol,
  visit: value.visit,
  anonymous: !value.known,
  name: value.known ? value.name.trim() : "",
  phone: value.known ? value.phone.trim() : "",
  wants_callback: value.known && value.wants_callback,
});

/* The report, its pictures, and what was done at once: one line, so that each waits for the last. */
const keepIt = async (draft, refused) => {
  const { value } = draft;
  const body = bodyOf(value, await store.section("kinds"));
  await draft.flush();
  if (refused) {
    const key = await outbox.amend(refused.key, body);
    await follow(draft, key);
    await draft.drop();
    return;
  }
  const key = outbox.newKey();
  const entries = [{ key, kind: "report", body, after: await occasion(value) }, ...following(value, key)];
  await outbox.putAll(entries, { drop: [draft.key], post: await postOf(value.grid) });
  draft.done();
  await rememberKind(value.kind);
};

/* The visit or the patrol that it belongs to goes first, when it is still on the phone. */
const occasion = async ({ patrol, visit }) => {
  const found = (await outbox.list()).find((one) => one.status !== "done" && ((visit && one.kind === "visit" && one.body.uid === visit) || (patrol && one.kind === "patrol_start" && one.body.uid === patrol)));
  return found?.key ?? null;
};

const following = (value, report_, last = report_) => {
  const matter = { key: report_ };
  const entries = [];
  const add = (kind, body) => {
    const key = outbox.newKey();
    entries.push({ key, kind, body: { matter, ...body }, after: last });
    last = key;
  };
  for (const one of value.before) add("attach", { ...one, stage: "before" });
  if (value.alarm) add("move", { move: "skip_level", fields: { reason: value.alarm_words.trim() } });
  else if (value.settled) {
    for (const one of value.after) add("attach", { ...one, stage: "after" });
    add("move", { move: "handle_in_place", fields: { outcome: value.outcome, words: value.done.trim() } });
  }
  return entries;
};

/* What a mended report is to do that it did not do before. */
const follow = async (draft, key) => {
  const { value } = draft;
  const held = (await outbox.list()).filter((one) => one.body.matter?.key === key);
  if (held.some((one) => one.kind === "move") || !(value.settled || value.alarm)) return;
  await outbox.putAll(following({ ...value, before: [] }, key, held.at(-1)?.key ?? key), { post: await postOf(value.grid) });
};
