/* Forms of campaigns and what belongs to them, fetched while there is a network and kept encrypted:
   a form's lists may name people. The addresses carry the version, so a kept one never gets old. */

import { answer, read, write } from "./db.js";
import { Offline } from "./errors.js";
import { section, unlocked } from "./store.js";
import { seal, sealBytes, tagOf, unseal, unsealBytes } from "./vault.js";

const place = (url) => `form:${url}`;

const kept = async (url) => {
  const tag = await tagOf(place(url));
  const record = await read("forms", (forms) => answer(forms.get(tag)));
  if (!record) return null;
  const { type } = await unseal(`${place(url)}:type`, record.about);
  return new Blob([await unsealBytes(place(url), record)], { type });
};

const fetchOne = async (url) => {
  const response = await fetch(url, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) throw new Offline();
  const blob = await response.blob();
  const about = await seal(`${place(url)}:type`, { type: blob.type });
  const sealed = await sealBytes(place(url), await blob.arrayBuffer());
  const record = { tag: await tagOf(place(url)), about, ...sealed };
  await write("forms", (forms) => answer(forms.put(record)));
  return blob;
};

/* A form, or a file of a form, as a Blob: from the phone, else from the platform (throws Offline). */
export const formBlob = async (url) => (await kept(url)) ?? fetchOne(url);

/* The same as text. */
export const formText = async (url) => (await formBlob(url)).text();

/* For the sync: fetch what the campaigns need, forget what none needs. Returns how many came. */
export const fetchForms = async () => {
  const campaigns = (await section("campaigns")) ?? [];
  const urls = campaigns.flatMap(({ form }) =>
    form ? [form.url, ...(form.media ?? []).map((one) => one.url)] : [],
  );
  const wanted = new Map();
  for (const url of new Set(urls)) wanted.set(await tagOf(place(url)), url);
  const held = await read("forms", (forms) => answer(forms.getAllKeys()));
  const gone = held.filter((tag) => !wanted.has(tag));
  if (gone.length) {
    await write("forms", async (forms) => {
      for (const tag of gone) await answer(forms.delete(tag));
    });
  }
  let came = 0;
  for (const [tag, url] of wanted) {
    if (!unlocked()) break;
    if (held.includes(tag)) continue;
    await fetchOne(url);
    came += 1;
  }
  return came;
};
