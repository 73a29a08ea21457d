/* One record: what can be said of it here, and, with a network, what is kept, masked until it is
   opened for a purpose. Nothing that the platform shows here is written down on the phone. */

import * as api from "../api.js";
import * as clock from "../clock.js";
import * as outbox from "../outbox.js";
import * as store from "../store.js";
import { contract, filesAbout, hasRows, said, sheetOf } from "../contract.js";
import { wentWrong } from "../declared.js";
import { afterOf, doorsNow, meet, titleOf } from "../homes.js";
import { openDraft } from "../drafts.js";
import { choices, field, goToWrong, group, text } from "../entry.js";
import { postOf } from "../own.js";
import { trouble } from "../told.js";
import { button, clear, dayOf, facts, h, mark, more, note, row, rows, say, section } from "../ui.js";
import { t } from "../words.js";

const whereOf = (now, one) => {
  const dwelling = one?.dwelling ?? null;
  return dwelling ? `#/home/${dwelling.uid ?? dwelling}` : null;
};

export const record = {
  title: () => t("A record"),
  up: () => "#/doors",
  draw: async (context) => {
    const [code, uid] = context.about;
    const now = await doorsNow();
    const sheet = sheetOf(now.book, code);
    const one = now.at(uid) ?? now.fresh.find((each) => each.uid === uid) ?? null;
    const home = whereOf(now, one) ?? (code === "dwelling" ? `#/home/${uid}` : code === "building" ? `#/building/${uid}` : null);
    context.title(one && !one.name && one.typed ? titleOf(now.book, one) : now.label(uid));
    return [
      h("p.soft", sheet ? said(sheet.label) : ""),
      home && h("p", button(t("To the door"), { to: home, quiet: true })),
      sheet && saying(sheet, uid),
      sheet && filesOf(now.book, code, uid, one),
      !one?.status && kept(code, uid),
      h("p.deeds.is-still.apart", button(t("Moved away, closed or ended"), { to: `#/ending/${code}/${uid}`, grave: true, id: "end-record" })),
    ];
  },
};

/* Each field by itself: what is pressed is what is spoken of. */
const saying = (sheet, uid) => {
  const to = (one) => `#/entry/${sheet.code}/${uid}?${one.many && hasRows(one) ? "added" : "only"}=${one.name}`;
  const line = (one) => row({ to: to(one), title: said(one.label), end: one.many && hasRows(one) ? t("Add") : null, data: { say: one.name } });
  const often = sheet.fields.filter((one) => one.type === "phone" || one.must || (one.many && hasRows(one)));
  const rest = sheet.fields.filter((one) => !often.includes(one));
  return section(t("Correct or add"), rows(often.map(line)), rest.length > 0 && more(t("Other entries"), rows(rest.map(line))));
};

const filesOf = (book, code, uid, one) => {
  const files = filesAbout(book, code);
  if (!files.length) return null;
  return section(t("Services and files"), more(t("Begin a file"), rows(files.map(({ sheet, name }) => row({ to: `#/entry/${sheet.code}?${name}=${uid}&grid=${one?.grid ?? ""}`, title: said(sheet.label), lines: [said(sheet.register)], data: { file: sheet.code } })))));
};

/* -- What the platform shows ------------------------------------------------------------------- */

const kept = (code, uid) => {
  const place = h("div");
  const look = async () => {
    try {
      draw(place, await fetched(uid), code, uid);
    } catch (error) {
      clear(place, wentWrong(error));
    }
  };
  return section(t("What is kept"), h("div.deeds.under", button(t("Look at it on the platform"), { act: look, id: "look" })), h("p.soft.under", t("Nothing of it stays on this phone.")), place);
};

const fetched = (uid) => api.fetched(`records/${uid}`);

const draw = (place, one, code, uid) => {
  meet(uid, one.title);
  const inLinks = (links) => links.map((link) => h("div", link.title));
  const pairs = one.fields
    .filter((each) => each.text || each.links.length)
    .map((each) => [each.label, [each.links.length ? inLinks(each.links) : h("span", { data: { value: each.name } }, each.text), each.disputed && [" ", mark(t("In question"))], each.opens && opening(uid, each, one), each.sealed && h("div.soft", t("Only at the desk, with a second factor."))]]);
  clear(
    place,
    one.ended && note("wrong", h("p", t("It ended on %(day)s.", { day: one.ended }))),
    facts(pairs),
    one.linked.length > 0 && h("div.apart", rows(one.linked.map((link) => {
      meet(link.uid, link.title);
      return row({ to: `#/record/${link.sheet}/${link.uid}`, title: link.sheet_label, lines: [[link.label, link.title].join(": ")], data: { linked: link.sheet } });
    }))),
  );
};

/* One value whole, for a purpose that the field is declared for; the platform writes it down. */
const opening = (uid, each, one) => {
  const place = h("div");
  const purposes = one.purposes.filter((purpose) => each.purposes.includes(purpose.value));
  const open = async (purpose) => {
    try {
      const { values } = await api.post(`records/${uid}/reveal`, { fields: [each.name], purpose, note: "" });
      clear(place, h("p", h("strong.as-typed", { data: { open: each.name } }, values[each.name])));
    } catch (error) {
      clear(place, wentWrong(error));
    }
  };
  const asked = () => clear(place, h("p.soft", t("For what? It is written down.")), h("div.deeds.is-still", purposes.map((purpose) => button(purpose.label, { act: () => open(purpose.value), data: { purpose: purpose.value } }))));
  return [h("div", button(t("Show it"), { quiet: true, act: asked, label: t("Show: %(field)s", { field: each.label }), data: { show: each.name } })), place];
};

/* -- Ending a record --------------------------------------------------------------------------- */

export const ending = {
  title: () => t("Moved away, closed or ended"),
  up: ([code, uid]) => `#/record/${code}/${uid}`,
  top: true,
  draw: async (context) => {
    const [code, uid] = context.about;
    const [book, now, items] = await Promise.all([contract(), doorsNow(), outbox.list()]);
    const refused = context.asked.mend ? items.find((one) => one.key === context.asked.mend) : null;
    const { on, why = "", note: words = "" } = refused?.body ?? {};
    const draft = await openDraft(`draft:ending:${refused?.key ?? uid}`, { on: on ?? dayOf(clock.now()), why, note: words });
    context.leave(() => void draft.close());
    return endingForm(draft, { code, uid, book, now, refused, context });
  },
};

const endingForm = (draft, one) => {
  const { value, set } = draft;
  const { book, now, uid, refused } = one;
  const fields = {
    why: group(t("Why does it end?"), choices(book.endings, { value: value.why, act: (why) => set("why", why) })),
    on: field(t("Last day"), text({ value: value.on, type: "date", max: dayOf(clock.now()), act: (day) => set("on", day) })),
    note: field(t("Remark"), text({ value: value.note, most: 200, act: (words) => set("note", words) }), { optional: true }),
  };
  const wrong = h("div");
  const send = async () => {
    fields.why.wrong(value.why ? "" : t("This is needed."));
    fields.on.wrong(value.on ? "" : t("This is needed."));
    if (!value.why || !value.on) return void goToWrong(form);
    try {
      await keepEnding(draft, one);
    } catch (error) {
      clear(wrong, note("wrong", h("p", trouble(error)), h("p", t("What you entered is still here."))));
      return;
    }
    say(t("Kept on this phone. It is sent as soon as there is a network."));
    one.context.go(whereOf(now, now.at(uid)) ?? "#/doors", { replace: true });
  };
  const form = h(
    "form.form",
    { novalidate: true },
    refused && note("wrong", h("p", h("strong", t("The platform did not take this."))), h("p", refused.answer?.text)),
    h("p", h("strong", now.label(uid))),
    Object.values(fields),
    wrong,
    h("div.send", button(t("Note the end"), { first: true, wide: true, act: send, id: "send-ending" })),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const [name, words] of Object.entries(refused?.answer?.fields ?? {})) fields[name]?.wrong(words);
  return form;
};

const keepEnding = async (draft, { code, uid, now, refused }) => {
  const { value } = draft;
  const body = { sheet: code, record: uid, on: value.on, why: value.why, note: value.note.trim() };
  await draft.flush();
  if (refused) {
    await outbox.amend(refused.key, body);
    await draft.drop();
    return;
  }
  const grid = now.at(uid)?.grid;
  await outbox.put("register_end", body, { after: await afterOf([uid]), drop: [draft.key], post: grid ? await postOf(grid) : null });
  draft.done();
  const without = (list) => list.filter((one) => one.uid !== uid);
  await store.optimistic("doors", (all) => all && { ...all, buildings: without(all.buildings), dwellings: without(all.dwellings), households: without(all.households), residents: without(all.residents) });
};

