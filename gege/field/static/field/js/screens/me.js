/* Who uses this phone, and how the app speaks: language, large print, PIN, contact, leaving. */

import * as files from "../files.js";
import * as outbox from "../outbox.js";
import * as store from "../store.js";
import * as sync from "../sync.js";
import * as vault from "../vault.js";
import { sentence } from "../door.js";
import { choices, field, group, text } from "../entry.js";
import { show } from "../face.js";
import { ask, button, facts, h, more, note, say, section, when } from "../ui.js";
import { plural, t } from "../words.js";

export const me = {
  title: () => t("Me and this phone"),
  up: () => "#/more",
  draw: async (context) => {
    const [who, room] = await Promise.all([store.section("me"), files.room()]);
    const { last_contact: last, signed_out: out, online } = sync.state;
    return [
      out && again(context),
      facts([
        [t("Name"), who?.name],
        [t("Grids"), (who?.posts ?? []).map((one) => h("div", one.name, one.substitute && h("span.soft", ` · ${t("substitute")}`)))],
        [t("Last contact"), [last ? when(last) : t("none yet"), !online && h("span", " · ", t("Offline"))]],
        [t("Terminal"), who?.terminal?.uid && h("span.number", who.terminal.uid.slice(0, 8))],
        [t("Version"), who?.app_version],
        [t("Used on this phone"), t("%(used)s of %(most)s MB", { used: Math.ceil(room.used / 1048576), most: Math.round(room.most / 1048576) })],
      ]),
      section(t("How the app speaks"), spoken(who, context)),
      section(t("PIN"), more(t("Change the PIN"), changing())),
      section(t("Lock and leave"), h("div.deeds.apart", button(t("Lock now"), { act: () => store.lock() }), button(t("Leave this phone"), { grave: true, act: leaving, id: "leave" })), h("p.soft.under", t("Leaving takes everything of yours off this phone. Send first what is kept."))),
    ];
  },
};

const set = async (values, context) => {
  await outbox.put("setting", values, {});
  await store.optimistic("me", (who) => ({ ...who, ...values }));
  show(await store.section("me"));
  context.go(`#/me?turn=${Date.now() % 1000}`, { replace: true });
};

const spoken = (who, context) =>
  h(
    "div.form.apart",
    group(t("Language"), choices([{ value: "zh-hans", label: "简体中文" }, { value: "en", label: "English" }], { value: who?.language ?? "zh-hans", short: true, act: (language) => set({ language }, context) })),
    group(t("Size of the words"), choices([{ value: "no", label: t("Usual size") }, { value: "yes", label: t("Large words") }], { value: who?.large_print ? "yes" : "no", short: true, act: (one) => set({ large_print: one === "yes" }, context) })),
  );

const NEEDS_CODE = new Set(["code_needed", "code_wrong"]);

const again = (context) => {
  const given = { password: "", code: "" };
  const line = field(t("Password"), text({ type: "password", most: 128, complete: "current-password", act: (one) => (given.password = one) }), { hint: t("Everything on this phone is kept.") });
  const code = field(t("Code of this terminal"), text({ most: 20, act: (one) => (given.code = one) }), { hint: t("Ask your station for it.") });
  code.hidden = true;
  const enter = async () => {
    line.wrong("");
    try {
      await sync.password(given.password, given.code.trim());
    } catch (error) {
      code.hidden = code.hidden && !NEEDS_CODE.has(error.code);
      (NEEDS_CODE.has(error.code) ? code : line).wrong(sentence(error));
      return;
    }
    context.go("#/outbox", { replace: true });
  };
  return note("wrong", h("p", h("strong", t("The platform wants your password again."))), h("div.form", line, code, h("div.deeds", button(t("Log in again"), { first: true, act: enter, id: "password-again" }))));
};

const changing = () => {
  const given = { old: "", fresh: "", twice: "" };
  const pin = (name) => text({ type: "password", mode: "numeric", most: 32, act: (one) => (given[name] = one) });
  const fields = {
    old: field(t("PIN until now"), pin("old")),
    fresh: field(t("New PIN"), pin("fresh"), { hint: t("Six digits or more.") }),
    twice: field(t("New PIN once more"), pin("twice")),
  };
  const form = h("div.form", Object.values(fields));
  const change = async () => {
    const fault = vault.faultOf(given.fresh);
    fields.old.wrong("");
    fields.fresh.wrong(fault ? sentence({ code: fault }) : "");
    fields.twice.wrong(given.fresh === given.twice ? "" : t("The two PINs differ."));
    if (fault || given.fresh !== given.twice) return;
    try {
      await vault.changePin(given.old, given.fresh);
    } catch (error) {
      fields.old.wrong(error.left === undefined ? sentence(error) : plural("This PIN is wrong. %(n)s try left.", "This PIN is wrong. %(n)s tries left.", error.left));
      return;
    }
    for (const input of form.querySelectorAll("input")) input.value = "";
    say(t("The PIN is changed."));
  };
  form.append(h("div.deeds", button(t("Change the PIN"), { act: change, id: "change-pin" })));
  return form;
};

const leaving = async () => {
  if (!(await ask(t("Take everything of yours off this phone?"), { yes: t("Leave this phone"), grave: true }))) return;
  try {
    await sync.leave();
  } catch (error) {
    const { open } = await outbox.counts();
    const why = open > 0 ? plural("%(n)s thing is not sent and would be lost.", "%(n)s things are not sent and would be lost.", open) : t("The platform cannot be reached just now, so it will hear of it later.");
    if (await ask(`${why} ${t("Leave all the same?")}`, { yes: t("Leave all the same"), grave: true })) await sync.leave({ force: true });
  }
};
