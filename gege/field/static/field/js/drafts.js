/* Drafts: what is typed is on the phone before the next sign is typed, and stays until it is sent. */

import * as store from "./store.js";

const SOON = 200;
const open = new Set();

const flushAll = () => Promise.all([...open].map((draft) => draft.flush()));

addEventListener("pagehide", flushAll);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flushAll());

/** Forms of registers that nobody went on with for days: what was typed of a person does not stay. */
export const forgetDrafts = async (prefix, days, now = Date.now()) => {
  for (const [key, value] of Object.entries(await store.values())) {
    const begun = key.startsWith(prefix) ? Date.parse(value?.begun ?? "") : NaN;
    if (now - begun > days * 86_400_000) await store.drop(key);
  }
};

/** Open a draft under a key; `start` is what a new one holds. */
export const openDraft = async (key, start = {}) => {
  const kept = await store.get(key);
  let timer = 0;
  let writing = Promise.resolve();
  const draft = {
    key,
    value: { ...start, ...(kept ?? {}) },
    kept: Boolean(kept),
    set: (name, value) => {
      draft.value[name] = value;
      draft.kept = true;
      clearTimeout(timer);
      timer = setTimeout(draft.flush, SOON);
    },
    flush: () => {
      clearTimeout(timer);
      if (!draft.kept || !open.has(draft)) return writing;
      const value = structuredClone(draft.value);
      writing = writing.then(() => store.set(key, value)).catch(() => {});
      return writing;
    },
    /** It became an entry of the outbox, which took it away in the same moment. */
    done: () => {
      clearTimeout(timer);
      open.delete(draft);
    },
    /** It is not wanted any more. */
    drop: async () => {
      clearTimeout(timer);
      open.delete(draft);
      await writing;
      await store.drop(key);
    },
    close: async () => {
      await draft.flush();
      open.delete(draft);
    },
  };
  open.add(draft);
  return draft;
};
