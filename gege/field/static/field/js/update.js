/* New versions of the app. The new one is fetched whole beside the old one and takes over only at
   the door, where nothing is being typed. What is kept lies in IndexedDB and is not touched. */

import { say } from "./bus.js";

const HOUR = 3_600_000;

let registration = null;
let asked = false;

/* Lets a version that waits take over, when there is one. The page then loads anew. */
export const applyUpdate = async () => {
  const waiting = registration?.waiting;
  if (!waiting || asked) return;
  asked = true;
  waiting.postMessage("take over");
};

/* Whether a newer version waits for the next time at the door. */
export const updateWaits = () => Boolean(registration?.waiting);

/* Registers the service worker. `inUse()` says whether somebody works with the app just now. */
export const register = async (inUse) => {
  navigator.serviceWorker.addEventListener("controllerchange", () => asked && location.reload());
  try {
    registration = await navigator.serviceWorker.register("/field/sw.js", {
      scope: "/field/",
      updateViaCache: "none",
    });
  } catch (error) {
    console.warn(error);
    return;
  }
  const ready = () => {
    say("update");
    if (!inUse()) void applyUpdate();
  };
  if (registration.waiting) ready();
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    // Without one that controls, it is the first version: nothing is replaced.
    coming?.addEventListener("statechange", () => {
      if (coming.state === "installed" && navigator.serviceWorker.controller) ready();
    });
  });
  setInterval(() => void registration.update().catch(() => {}), HOUR);
};
