/* What is needed less often, each with how much of it there is. */

import * as outbox from "../outbox.js";
import * as store from "../store.js";
import { row, rows } from "../ui.js";
import { plural, t } from "../words.js";
import { pressing } from "./matters.js";

export const more = {
  title: () => t("More"),
  live: true,
  draw: async () => {
    const [matters, campaigns, handbook, notices, doors, tasks, counts] = await Promise.all([
      store.section("matters"),
      store.section("campaigns"),
      store.section("handbook"),
      store.section("notices"),
      store.section("doors"),
      store.section("register_tasks"),
      outbox.counts(),
    ]);
    const waiting = (tasks?.questions.length ?? 0) + (tasks?.findings.length ?? 0);
    const open = pressing(matters ?? []).length;
    const unread = notices?.filter((one) => !one.read && !one.acknowledged).length ?? 0;
    const unsent = (counts.kept ?? 0) + (counts.sent ?? 0) + (counts.waiting ?? 0);
    const wrong = (counts.refused ?? 0) + (counts.conflict ?? 0);
    return rows(
      row({ to: "#/matters", title: t("Matters of my grid"), end: open > 0 && plural("%(n)s to act on", "%(n)s to act on", open) }),
      row({ to: "#/doors", title: t("Doors of my grid"), end: doors?.dwellings.length > 0 && plural("%(n)s door", "%(n)s doors", doors.dwellings.length) }),
      row({ to: "#/asked", title: t("Asked by the registers"), end: waiting > 0 && plural("%(n)s to act on", "%(n)s to act on", waiting) }),
      row({ to: "#/campaigns", title: t("Campaigns"), end: campaigns?.length > 0 && String(campaigns.length) }),
      row({ to: "#/handbook", title: t("Handbook"), end: handbook?.length > 0 && plural("%(n)s article", "%(n)s articles", handbook.length) }),
      row({ to: "#/notices", title: t("Notices"), end: unread > 0 && plural("%(n)s unread", "%(n)s unread", unread) }),
      row({
        to: "#/outbox",
        title: t("Outbox"),
        lines: [wrong > 0 && plural("%(n)s needs you", "%(n)s need you", wrong)],
        end: unsent > 0 ? plural("%(n)s not sent", "%(n)s not sent", unsent) : t("All sent"),
      }),
      row({ to: "#/me", title: t("Me and this phone") }),
    );
  },
};
