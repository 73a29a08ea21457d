/* Notices: urgent ones first until they are acknowledged, then the newest. */

import * as store from "../store.js";
import { button, empty, mark, row, rows, section, when } from "../ui.js";
import { t } from "../words.js";
import { seen } from "./today.js";

const line = (one) =>
  row({
    to: one.number ? `#/matter/${one.number}` : null,
    title: one.text,
    lines: [[one.urgent && mark(t("urgent"), true), one.urgent && " ", when(one.at), one.acknowledged && ` · ${t("acknowledged")}`]],
  });

const waiting = (one) => {
  const made = line(one);
  const press = button(t("Acknowledge"), { act: () => seen(one), label: t("Acknowledge: %(text)s", { text: one.text }) });
  const deeds = document.createElement("div");
  deeds.className = "deeds is-still";
  deeds.append(press);
  made.append(deeds);
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
    return [open.length > 0 && section(t("To acknowledge"), rows(open.map(waiting))), old.length > 0 && section(t("Acknowledged before"), rows(old.map(line)))];
  },
};
