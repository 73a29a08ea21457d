/* The lock of the phone's store.

   A random data key encrypts everything. It is kept wrapped twice: by a key made from the PIN
   (PBKDF2) and by a key of this device that no script can read out. Why: decision 0018. */

import { listen, say } from "./bus.js";
import { answer, getKey, putKey, write } from "./db.js";
import { FieldError, Locked, Wiped, WrongPin } from "./errors.js";
import { wipe } from "./wipe.js";

export const TRIES = 5;
export const LEAST_DIGITS = 6;
const ROUNDS = 210_000;

const words = new TextEncoder();
const text = new TextDecoder();
let keys = null;
let whose = null;

const random = (bytes) => crypto.getRandomValues(new Uint8Array(bytes));

const encrypt = async (key, bytes, place) => {
  const iv = random(12);
  const data = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: words.encode(place) },
    key,
    bytes,
  );
  return { iv, data };
};

const decrypt = (key, { iv, data }, place) =>
  crypto.subtle.decrypt(
    { name: "AES-GCM", iv, additionalData: words.encode(place) },
    key,
    data,
  );

const pinKey = async (pin, salt, rounds) => {
  const material = await crypto.subtle.importKey("raw", words.encode(pin), "PBKDF2", false, [
    "deriveKey",
  ]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
};

const keysFrom = async (secret) => {
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const hkdf = (info) => ({
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(32),
    info: words.encode(info),
  });
  const content = await crypto.subtle.deriveKey(
    hkdf("content"),
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
  const names = await crypto.subtle.deriveKey(
    hkdf("names"),
    material,
    { name: "HMAC", hash: "SHA-256", length: 256 },
    false,
    ["sign"],
  );
  return { content, names, tags: new Map() };
};

const wrap = async (secret, pin, device) => {
  const salt = random(16);
  const inner = await encrypt(await pinKey(pin, salt, ROUNDS), secret, "vault:pin");
  const packed = new Uint8Array(12 + inner.data.byteLength);
  packed.set(inner.iv);
  packed.set(new Uint8Array(inner.data), 12);
  return { salt, rounds: ROUNDS, wrapped: await encrypt(device, packed, "vault:device") };
};

const unwrap = async (vault, pin) => {
  const packed = new Uint8Array(await decrypt(vault.device, vault.wrapped, "vault:device"));
  const inner = { iv: packed.slice(0, 12), data: packed.slice(12) };
  return decrypt(await pinKey(pin, vault.salt, vault.rounds), inner, "vault:pin");
};

/* Why a PIN cannot be taken: pin_short, pin_digits, pin_easy; null when it can. */
export const faultOf = (pin) => {
  if (!/^\d*$/.test(pin)) return "pin_digits";
  if (pin.length < LEAST_DIGITS) return "pin_short";
  const steps = new Set([...pin].slice(1).map((digit, i) => (10 + Number(digit) - Number(pin[i])) % 10));
  return steps.size === 1 && [0, 1, 9].includes([...steps][0]) ? "pin_easy" : null;
};

export const exists = async () => Boolean(await getKey("vault"));
export const unlocked = () => keys !== null;

/* Whose store this is: {account_id, login, name}; null while it is locked. */
export const owner = () => whose;

/* Makes an empty store for `account` {account_id, login, name} and leaves it open. */
export const create = async (pin, account) => {
  const fault = faultOf(pin);
  if (fault) throw new FieldError(fault);
  if (await exists()) throw new FieldError("vault_exists");
  const device = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
  const secret = random(32);
  const made = await keysFrom(secret);
  const owner = await encrypt(made.content, words.encode(JSON.stringify(account)), "vault:owner");
  const vault = { ...(await wrap(secret, pin, device)), device, owner, tries: 0 };
  await write("keys", async (store) => {
    if (await answer(store.get("vault"))) throw new FieldError("vault_exists");
    await answer(store.put(vault, "vault"));
  });
  secret.fill(0);
  keys = made;
  whose = account;
  say("unlocked");
  return account;
};

/* Counts a try on the disk before it is made, so that killing the app gives no try for nothing. */
const countTry = () =>
  write("keys", async (store) => {
    const vault = await answer(store.get("vault"));
    if (!vault) return null;
    if (vault.tries < TRIES) await answer(store.put({ ...vault, tries: vault.tries + 1 }, "vault"));
    return vault;
  });

const attempt = async (pin) => {
  const vault = await countTry();
  if (!vault) throw new FieldError("no_vault");
  const end = async () => {
    lock();
    await wipe("pins");
    throw new Wiped("pins");
  };
  if (vault.tries >= TRIES) await end();
  let secret;
  try {
    secret = await unwrap(vault, pin);
  } catch {
    const left = TRIES - vault.tries - 1;
    if (left <= 0) await end();
    throw new WrongPin(left);
  }
  await write("keys", async (store) => {
    const now = await answer(store.get("vault"));
    if (now) await answer(store.put({ ...now, tries: 0 }, "vault"));
  });
  return { secret: new Uint8Array(secret), vault };
};

/* Opens the store and returns whose it is. Throws WrongPin, or Wiped after the fifth wrong PIN. */
export const open = async (pin) => {
  const { secret, vault } = await attempt(pin);
  const made = await keysFrom(secret);
  secret.fill(0);
  const account = JSON.parse(text.decode(await decrypt(made.content, vault.owner, "vault:owner")));
  keys = made;
  whose = account;
  say("unlocked");
  return account;
};

/* A wrong old PIN counts like a wrong PIN at the door. */
export const changePin = async (old, pin) => {
  const fault = faultOf(pin);
  if (fault) throw new FieldError(fault);
  const { secret, vault } = await attempt(old);
  await putKey("vault", { ...vault, ...(await wrap(secret, pin, vault.device)), tries: 0 });
  secret.fill(0);
};

/* Forgets the keys; nothing on the phone can be read until the PIN is given again. */
export const lock = () => {
  if (!keys) return;
  keys = null;
  whose = null;
  say("locked");
};

// Whatever is being wiped, here or in another window, is nobody's to write to any more.
listen("wiping", lock);

const held = () => {
  if (!keys) throw new Locked();
  return keys;
};

/* Encrypts a value, or bytes, for one place; moved elsewhere it cannot be read. */
export const seal = async (place, value) =>
  encrypt(held().content, words.encode(JSON.stringify(value)), place);
export const sealBytes = (place, bytes) => encrypt(held().content, bytes, place);
export const unseal = async (place, record) =>
  JSON.parse(text.decode(await decrypt(held().content, record, place)));
export const unsealBytes = (place, record) => decrypt(held().content, record, place);

/* The name under which a record stands: says nothing to who cannot open the vault. */
export const tagOf = async (name) => {
  const { names, tags } = held();
  const known = tags.get(name);
  if (known) return known;
  const signed = new Uint8Array(await crypto.subtle.sign("HMAC", names, words.encode(name)));
  const tag = [...signed.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  tags.set(name, tag);
  return tag;
};
