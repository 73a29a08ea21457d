/* The beginning: which screen stands at the door, when the app locks, when a new version comes in. */

import * as api from "./api.js";
import { listen, say } from "./bus.js";
import { look, watchJumps } from "./clock.js";
import { page } from "./door.js";
import { drawEnter, endOldTerminal } from "./enter.js";
import { Denied } from "./errors.js";
import { loadFace, show } from "./face.js";
import { limits, lock, section, unlocked, wipe } from "./store.js";
import * as sync from "./sync.js";
import { busy, clear, h } from "./ui.js";
import { drawUnlock } from "./unlock.js";
import { applyUpdate, register } from "./update.js";
import { exists } from "./vault.js";
import { resume } from "./walk.js";
import { t } from "./words.js";

const MINUTE = 60_000;

const root = document.getElementById("app");
const appVersion = document.documentElement.dataset.version ?? "";
let screens = null;
let hiddenAt = null;
let going = false;
let lockTimer = 0;

const fetchScreens = () => (screens ??= import("./screens.js"));

// -- In the app ---------------------------------------------------------------------------------

const takeFace = async () => {
  const me = await section("me");
  if (me) show(me);
};

const mount = async () => {
  const { mount: draw } = await fetchScreens();
  await draw(root);
};

/* Open: the screens, the conversation with the platform, and a patrol that was running. */
const opened = async () => {
  await takeFace();
  void persist();
  void sync.start(appVersion);
  await mount();
  await resume();
};

const entered = async () => {
  page(root, { title: t("One moment"), lead: t("Your grid, the map and the handbook are being fetched."), again: () => {} });
  await sync.start(appVersion);
  await mount();
};

const closed = async () => {
  const { unmount } = await fetchScreens();
  unmount();
  if (!going) await door();
};

/* The browser is asked not to clear the store when the phone runs out of room. */
const persist = async () => {
  if (!(await navigator.storage?.persisted?.())) await navigator.storage?.persist?.();
};

// -- At the door --------------------------------------------------------------------------------

/* What stands at the door: nobody's phone yet, a silence that seals or wipes, or the lock. */
const door = async () => {
  const [standing, someones] = await Promise.all([look(), exists()]);
  if (!someones) {
    void endOldTerminal();
    drawEnter(root, { appVersion, entered: () => void entered() });
    return;
  }
  if (standing === "wipe") return wipe("silent");
  if (standing === "sealed") return drawSealed();
  void applyUpdate();
  drawUnlock(root, { opened: () => void opened() });
};

const drawSealed = () => {
  const said = h("div", { role: "status" });
  const tryNow = h("button.button.is-first.is-wide", { type: "button" }, t("Try now"));
  tryNow.addEventListener("click", () => void busy(tryNow, async () => {
    clear(said);
    try {
      await api.post("start", { have: {}, app_version: appVersion, waiting: 0 });
    } catch (error) {
      if (error instanceof Denied && error.values.wipe) return wipe("revoked");
      if (!(error instanceof Denied)) {
        clear(said, h("p.note", t("The platform cannot be reached yet.")));
        return;
      }
    }
    await door();
  }));
  page(root, {
    title: t("Connect first"),
    lead: t("By the clock of this phone, the platform has not been heard from for a long time. Nothing is lost: connect to a network, and the app opens again. Look also whether the date of this phone is right."),
    form: h("div.form", tryNow, said),
    again: drawSealed,
  });
};

const REMOVED = {
  pins: () => t("Everything on this phone was removed after five wrong PINs, or because you chose so."),
  revoked: () => t("This terminal was withdrawn. Everything on this phone was removed."),
  silent: () => t("The platform was not heard from for too long. Everything on this phone was removed."),
  left: () => t("You have left this phone. Everything on it was removed."),
};

const drawWiped = (why) => {
  const anew = h("button.button.is-first.is-wide", { type: "button" }, t("Enter anew"));
  anew.addEventListener("click", () => location.replace("/field/"));
  page(root, {
    title: t("Removed"),
    lead: (REMOVED[why] ?? REMOVED.left)(),
    form: h("div.form", anew),
    again: () => drawWiped(why),
  });
};

const wiped = async (why) => {
  if (screens) (await screens).unmount();
  drawWiped(why);
};

// -- Locking ------------------------------------------------------------------------------------

const lockNow = () => {
  if (!unlocked()) return;
  say("locking");
  lock();
};

/* The app was left open at the door for days: what stands there may have changed. */
const lookAgain = async () => {
  if (unlocked() || going || !(await exists())) return;
  if ((await look()) !== "open") await door();
};

const minutesAway = async () => {
  if (document.visibilityState === "hidden") {
    if (!unlocked()) return;
    const { lock_minutes: minutes } = await limits();
    hiddenAt = { at: Date.now(), for: minutes * MINUTE };
    lockTimer = setTimeout(lockNow, hiddenAt.for);
    return;
  }
  clearTimeout(lockTimer);
  if (hiddenAt && Math.abs(Date.now() - hiddenAt.at) >= hiddenAt.for) lockNow();
  hiddenAt = null;
  await lookAgain();
};

// -- The beginning ------------------------------------------------------------------------------

const fit = () =>
  isSecureContext && "indexedDB" in globalThis && crypto.subtle && navigator.locks && "serviceWorker" in navigator;

const drawUnfit = () =>
  page(root, {
    title: t("Not on this browser"),
    lead: t("The handheld needs a current browser, and an address that begins with https."),
    again: drawUnfit,
  });

const begin = async () => {
  if (fit()) void exists(); // The database opens while the words are read.
  await loadFace(document.documentElement.dataset.words);
  if (!fit()) return drawUnfit();
  listen("locked", () => void closed());
  listen("wiping", () => {
    going = true;
  });
  listen("wiped", (why) => void wiped(why));
  listen("section", (name) => name === "me" && unlocked() && void takeFace());
  document.addEventListener("visibilitychange", () => void minutesAway());
  watchJumps();
  register(() => unlocked());
  await door();
  void fetchScreens();
};

void begin();
