/* Notices: urgent ones first until they are acknowledged, then the newest. */

import * as outbox from "../outbox.js";
import * as store from "../store.js";
import { button, empty, h, mark, row, rows, say, section, when } from "../ui.js";
import { plural, t } from "../words.js";

/* Acknowledge a notice: on the phone at once, on the platform with the next contact. */
const seen = async (one) => {
  await outbox.put("notice", { id: one.id, acknowledged: true }, {});
  await store.optimistic("notices", (list) => list.map((each) => (each.id === one.id ? { ...each, read: true, acknowledged: true } : each)));
  say(t("Acknowledged."));
};

/* Those that are not urgent may be acknowledged together. */
const seenAll = async (all) => {
  const ids = new Set(all.map((one) => one.id));
  await outbox.putAll(all.map((one) => ({ kind: "notice", body: { id: one.id, acknowledged: true }, after: null, files: null })));
  await store.optimistic("notices", (list) => list.map((each) => (ids.has(each.id) ? { ...each, read: true, acknowledged: true } : each)));
  say(t("Acknowledged."));
};

const line = (one) =>
  row({
    to: one.number ? `#/matter/${one.number}` : null,
    title: one.text,
    lines: [[one.urgent && mark(t("urgent"), true), one.urgent && " ", when(one.at), one.acknowledged && ` · ${t("acknowledged")}`]],
  });

/** A notice with the deed that says it was seen. */
export const waitingRow = (one) => {
  const made = line(one);
  made.append(h("div.deeds.is-still", button(t("I have seen it"), { act: () => seen(one), label: t("I have seen it: %(text)s", { text: one.text }) })));
  return made;
};

export const notices = {
  title: () => t("Notices"),
  up: () => "#/more",
  live: true,
  draw: async () => {
    const all = (await store.section("notices")) ?? [];
    const open = all.filter((one) => !one.acknowledged).sort((a, b) => Number(b.urgent) - Number(a.urgent));
    const old = all.filter((one) => one.acknowledged);
    if (!all.length) return empty(t("No notices."), t("What the station and the centres tell you stands here."));
    const calm = open.filter((one) => !one.urgent);
    const together = calm.length > 1 && h("div.deeds.is-still.under", button(plural("I have seen all %(n)s", "I have seen all %(n)s", calm.length), { act: () => seenAll(calm) }));
    return [open.length > 0 && section(t("To acknowledge"), together, rows(open.map(waitingRow))), old.length > 0 && section(t("Acknowledged before"), rows(old.map(line)))];
  },
};
