/* The handheld without a network: the whole app is fetched once for each version, and served from
   there. Nothing of /field/api/ ever passes through here, so nothing of anybody is kept here. */

const VERSION = "{{ version|escapejs }}";
const ADDRESSES = {{ addresses|safe }};
/* Heavy, and needed only where a form is opened: fetched when it is first asked for, then kept. */
const LATER = {{ later|safe }};
const PREFIX = "gege-field-";
const CACHE = PREFIX + VERSION;
const SHELL = "/field/";
const ALSO = ["/field/words.json", "/field/manifest.webmanifest"];
/* A name with a sum in it never changes what it holds. */
const LASTING = /\.[0-9a-f]{12}\.[a-z0-9]+$/;

const fetchInto = async (cache, address) => {
  if (LASTING.test(address)) {
    const held = await caches.match(address);
    if (held) return cache.put(address, held);
  }
  const response = await fetch(address, { cache: LASTING.test(address) ? "default" : "reload" });
  if (!response.ok || response.redirected) throw new Error(address + " " + response.status);
  return cache.put(address, response);
};

/* All or nothing: a version that lacks one file is not installed, and the old one stays. */
const install = async () => {
  const cache = await caches.open(CACHE);
  const wanted = [SHELL, ...ALSO, ...ADDRESSES];
  for (let i = 0; i < wanted.length; i += 6) {
    await Promise.all(wanted.slice(i, i + 6).map((address) => fetchInto(cache, address)));
  }
};

/* What was fetched later comes along into a new version, where its name says it did not change. */
const carry = async () => {
  const cache = await caches.open(CACHE);
  for (const address of LATER.filter((one) => LASTING.test(one))) {
    const held = await caches.match(address);
    if (held) await cache.put(address, held);
  }
};

const activate = async () => {
  await carry();
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
};

const known = new Set([SHELL, ...ALSO, ...ADDRESSES]);

const answer = async (event, address) => {
  const cache = await caches.open(CACHE);
  return (await cache.match(address, { ignoreVary: true })) ?? fetch(event.request);
};

const answerLater = async (event, address) => {
  const cache = await caches.open(CACHE);
  const held = await cache.match(address, { ignoreVary: true });
  if (held) return held;
  const response = await fetch(event.request);
  if (response.ok) await cache.put(address, response.clone());
  return response;
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", ({ data }) => {
  if (data === "take over") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const place = new URL(url);
  if (method !== "GET" || place.origin !== self.location.origin) return;
  if (mode === "navigate") {
    if (place.pathname === SHELL) event.respondWith(answer(event, SHELL));
    return;
  }
  if (known.has(place.pathname)) event.respondWith(answer(event, place.pathname));
  else if (LATER.includes(place.pathname)) event.respondWith(answerLater(event, place.pathname));
});
