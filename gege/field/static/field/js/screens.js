/* The screens by their #address: head with what is unsent, one screen, the bar under the thumb. */

import * as outbox from "./outbox.js";
import * as store from "./store.js";
import * as sync from "./sync.js";
import { asked, finding, question } from "./screens/asked.js";
import { campaign, campaigns, door } from "./screens/campaigns.js";
import { building, doors, home } from "./screens/doors.js";
import { article, handbook } from "./screens/handbook.js";
import { form } from "./screens/form.js";
import { matter } from "./screens/matter.js";
import { matters } from "./screens/matters.js";
import { me } from "./screens/me.js";
import { more } from "./screens/more.js";
import { notices } from "./screens/notices.js";
import { kept, keptOne } from "./screens/outbox.js";
import { patrol } from "./screens/patrol.js";
import { ending, record } from "./screens/record.js";
import { entry, forgetForms } from "./screens/register.js";
import { report } from "./screens/report.js";
import { today } from "./screens/today.js";
import { visit, visits } from "./screens/visits.js";
import { clear, h, when } from "./ui.js";
import { plural, t } from "./words.js";

const SCREENS = { today, report, matters, matter, patrol, visits, visit, campaigns, campaign, door, form, handbook, article, notices, outbox: kept, kept: keptOne, me, more, doors, building, home, record, entry, ending, asked, question, finding };
const BAR = [
  ["today", () => t("Today"), ["matters", "matter"]],
  ["report", () => t("Report"), []],
  ["patrol", () => t("Patrols"), []],
  ["visits", () => t("Visits"), ["visit"]],
  ["more", () => t("More"), ["campaigns", "campaign", "door", "form", "handbook", "article", "notices", "outbox", "kept", "me", "doors", "building", "home", "record", "entry", "ending", "asked", "question", "finding"]],
];
const SOON = 60;

let frame = null;
let stops = [];
let shown = null;
let turn = 0;
let timer = 0;
const scrolls = new Map();

/** What stands behind the #: screen, what it is about, what it was asked with. */
export const route = (hash = location.hash) => {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [name, ...rest] = path.split("/").map(decodeURIComponent);
  return { name: SCREENS[name] ? name : "today", about: rest, asked: Object.fromEntries(new URLSearchParams(query)) };
};

/** The address of a screen. */
export const to = (name, about = [], asked = {}) => {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value)).toString();
  return `#/${[name, ...[about].flat()].map(encodeURIComponent).join("/")}${query ? `?${query}` : ""}`;
};

export const go = (address, { replace = false } = {}) => {
  if (replace) location.replace(address);
  else location.hash = address;
};

/** Draw the app into `root` and keep it in step with the store, the outbox and the network. */
export const mount = async (root) => {
  unmount();
  frame = build();
  clear(root, frame.node);
  const onHash = () => open();
  const onKey = (event) => event.key === "Escape" && !document.querySelector("dialog[open]") && frame?.back.isConnected && frame.back.click();
  addEventListener("hashchange", onHash);
  addEventListener("keydown", onKey);
  stops = [
    () => removeEventListener("hashchange", onHash),
    () => removeEventListener("keydown", onKey),
    store.watch("*", later),
    store.watch("campaigns", bringEngine),
    outbox.watch(later),
    sync.watch(state),
  ];
  void forgetForms().catch(() => {});
  await open();
  await state();
  void bringEngine();
};

/* Where a campaign runs, the engine of its form is fetched before there is no network. */
const bringEngine = async () => {
  const address = document.documentElement.dataset.formsEngine;
  const wanted = (await store.section("campaigns").catch(() => null))?.some((one) => one.form);
  if (address && wanted && navigator.onLine) await fetch(address, { priority: "low" }).catch(() => {});
};

/** Take the app away, as locking does. What was typed is in its draft. */
export const unmount = () => {
  for (const stop of stops) stop();
  stops = [];
  clearTimeout(timer);
  shown?.close?.();
  shown = null;
  frame?.node.remove();
  frame = null;
};

const build = () => {
  const back = h("a.back", { href: "#/today", "aria-label": t("Back") }, "‹");
  back.addEventListener("click", (event) => {
    event.preventDefault();
    if (shown?.from) history.back();
    else go(shown?.up ?? "#/today", { replace: true });
  });
  const title = h("h1", { tabindex: -1 });
  const line = h("a.line", { href: "#/outbox" });
  const main = h("main.screen#main");
  const bar = h("nav.bar", { "aria-label": t("Screens") });
  const head = h("header.head", title, line);
  return { node: h("div.frame", head, main, bar), head, back, title, line, main, bar };
};

const open = async () => {
  const mine = (turn += 1);
  const { name, about, asked } = route();
  const from = shown ? shown.address : null;
  if (shown) scrolls.set(shown.address, scrollY);
  shown?.close?.();
  const screen = SCREENS[name];
  const now = { name, address: location.hash, from, up: screen.up?.(about, asked), live: null, close: null, said: null };
  shown = now;
  const place = h("div");
  const context = { about, asked, go, to, again: () => fresh(), title: (words) => (now.said = words), leave: (act) => (now.close = act) };
  try {
    const drawn = await screen.draw(context);
    if (mine !== turn || !frame) return;
    clear(place, drawn);
    now.live = screen.live ? () => screen.draw(context) : null;
  } catch (error) {
    if (mine !== turn || !frame) return;
    console.error(error);
    clear(place, h("p.note.note-wrong", t("This screen could not be drawn. What you entered is kept.")));
  }
  if (screen.up) frame.head.prepend(frame.back);
  else frame.back.remove();
  setTitle(now.said ?? screen.title(context));
  clear(frame.main, place);
  drawBar();
  scrollTo(0, scrolls.get(location.hash) && from !== null && !screen.top ? scrolls.get(location.hash) : 0);
  frame.title.focus({ preventScroll: true });
};

const setTitle = (words) => {
  if (!words || !frame) return;
  clear(frame.title, words);
  document.title = words;
};

/* Something changed: a screen that only shows is drawn again, one that is typed into is not. */
const later = () => {
  clearTimeout(timer);
  timer = setTimeout(fresh, SOON);
};

const fresh = async () => {
  if (!frame || !shown) return;
  const mine = turn;
  state();
  if (!shown.live) return;
  // The app may lock while a screen is drawn again: it is taken away in the next moment.
  const drawn = await shown.live().catch((error) => void (error.code === "locked" || console.error(error)));
  if (!drawn || mine !== turn || !frame) return;
  const place = frame.main.firstElementChild;
  if (place.contains(document.activeElement) && document.activeElement.matches("input:not([type=radio]):not([type=checkbox]), textarea, select")) return;
  const focus = document.activeElement?.id && place.contains(document.activeElement) ? document.activeElement.id : null;
  const open = [...place.querySelectorAll("details[open][id]")].map((one) => one.id);
  const y = scrollY;
  clear(place, drawn);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  scrollTo(0, y);
};

const drawBar = async () => {
  const { name } = route();
  const unread = (await store.section("notices"))?.filter((one) => !one.acknowledged && one.urgent).length ?? 0;
  if (!frame) return;
  clear(
    frame.bar,
    BAR.map(([id, words, others]) =>
      h(
        "a",
        { href: `#/${id}`, "aria-current": id === name ? "page" : others.includes(name) ? "true" : null },
        words(),
        id === "more" && unread > 0 && h("span.count", plural("%(n)s urgent", "%(n)s urgent", unread)),
      ),
    ),
  );
};

/* The line in the head: without a network, not sent, needs you, or when all was last sent. */
const state = async () => {
  if (!frame) return;
  const counts = await outbox.counts().catch(() => null);
  if (!frame || !counts) return;
  const { online, last_contact: last, signed_out: out } = sync.state;
  const wrong = (counts.refused ?? 0) + (counts.conflict ?? 0);
  const unsent = (counts.kept ?? 0) + (counts.sent ?? 0) + (counts.waiting ?? 0);
  clear(
    frame.line,
    !online && h("span.offline", t("Offline")),
    out && h("span.wrong", t("Log in again")),
    wrong > 0 && h("span.wrong", plural("%(n)s needs you", "%(n)s need you", wrong)),
    unsent > 0 && h("span.unsent", plural("%(n)s not sent", "%(n)s not sent", unsent)),
    online && !out && !wrong && !unsent && h("span", last ? t("All sent %(when)s", { when: when(last) }) : t("All sent")),
  );
  frame.line.setAttribute("href", out ? "#/me" : "#/outbox");
};
