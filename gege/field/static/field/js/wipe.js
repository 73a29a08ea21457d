/* Nothing of anybody stays on this phone. The keys go first: what is left after a crash is noise. */

import { tell } from "./bus.js";
import { destroy } from "./db.js";

const PREFIX = "gege-field";

const endToken = () =>
  // The cookie is out of reach of scripts: the platform ends it. Without a network it is ended
  // before anybody enters again (see enter.js).
  fetch("/field/api/leave", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: "{}",
    keepalive: true,
    credentials: "same-origin",
  }).catch(() => {});

/* `why` is pins, revoked, left or silent. `end` tells the platform, unless it knows. */
export const wipe = async (why, { end = why === "pins" || why === "silent" } = {}) => {
  tell("wiping", why);
  await destroy();
  if (end) endToken();
  localStorage.removeItem("gege-field-face");
  sessionStorage.clear();
  if ("caches" in globalThis) {
    for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
  }
  for (const one of (await navigator.serviceWorker?.getRegistrations()) ?? []) {
    if (new URL(one.scope).pathname.startsWith("/field/")) await one.unregister();
  }
  tell("wiped", why);
};
