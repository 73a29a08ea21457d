/* The handbook (惠民政策、办事指南): on the phone as a whole, searched as you type. */

import * as clock from "../clock.js";
import * as store from "../store.js";
import { likest, matching, text } from "../entry.js";
import { clear, dayOf, empty, h, row, rows, when } from "../ui.js";
import { t } from "../words.js";

let query = "";

/* A phone that was long without a network hides by itself what holds no more. */
const holds = (one) => !one.valid_to || one.valid_to > dayOf(clock.now());

/* Title first, then keywords, then the words of the text. */
const rank = (one) => (matching(query, one.title) ? 0 : matching(query, one.keywords) ? 1 : 2);

const around = (one) => {
  const first = query.split(/\s+/)[0].toLowerCase();
  const at = first ? one.body.toLowerCase().indexOf(first) : -1;
  return at < 0 ? one.body.slice(0, 40) : `${at > 12 ? "…" : ""}${one.body.slice(Math.max(0, at - 12), at + 32)}`;
};

export const handbook = {
  title: () => t("Handbook"),
  up: () => "#/more",
  draw: async () => {
    const articles = ((await store.section("handbook")) ?? []).filter(holds);
    const place = h("div.apart", { "aria-live": "polite" });
    const show = () => {
      const found = articles.filter((one) => matching(query, one.title, one.keywords, one.body)).sort((a, b) => (query ? rank(a) - rank(b) : 0) || a.title.localeCompare(b.title, "zh-Hans"));
      const near = query && !found.length ? likest(query, articles, (one) => `${one.title} ${one.keywords}`, 2) : [];
      clear(
        place,
        near.length > 0 && h("p.soft.under", t("None has all these words; these come near:")),
        found.length || near.length
          ? rows([...found, ...near].map((one) => row({ to: `#/article/${one.uid}`, title: one.title, lines: [query ? around(one) : one.owner] })))
          : articles.length
            ? empty(t("Nothing fits these words."), t("Try one word less, or another word for it."))
            : empty(t("The handbook is empty."), t("Articles of the county stand here after the next contact.")),
      );
    };
    const input = text({ value: query, type: "search", act: (value) => ((query = value.trim()), show()), placeholder: t("Search the handbook"), "aria-label": t("Search the handbook"), id: "handbook-search" });
    show();
    return [input, place];
  },
};

/* Paragraphs and steps, as the handbook's pages show them: lines that begin with "- " are steps. */
const blocks = (body) => {
  const made = [];
  let steps = null;
  for (const line of body.split("\n").map((each) => each.trim())) {
    if (line.startsWith("- ")) {
      if (!steps) made.push((steps = h("ol.steps")));
      steps.append(h("li", line.slice(2).trim()));
    } else {
      steps = null;
      if (line) made.push(h("p", line));
    }
  }
  return made;
};

export const article = {
  title: () => t("Article"),
  up: () => "#/handbook",
  draw: async (context) => {
    const one = (await store.section("handbook"))?.find((each) => each.uid === context.about[0] && holds(each));
    if (!one) return empty(t("This article is not on the phone"), t("It was withdrawn, or comes with the next contact."));
    context.title(one.title);
    return [
      h("div.article", blocks(one.body)),
      h("p.soft.apart", [one.source && t("Source: %(source)s", { source: one.source }), one.owner, one.changed_at && t("as of %(day)s", { day: when(one.changed_at, "").slice(0, 10) })].filter(Boolean).join(" · ")),
    ];
  },
};
