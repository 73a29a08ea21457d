/* Asking the server: the same address is asked once, an older question that nobody waits for is dropped. */

const KEPT = 60;
const known = new Map();
const running = new Map();

export class Gone extends Error {}

/** What an address answers; from memory unless it is to be `fresh`. `name` is the kind of question. */
export const ask = async (name, address, { fresh = false, background = false } = {}) => {
  if (!fresh && known.has(address)) return known.get(address);
  running.get(name)?.abort();
  const control = new AbortController();
  running.set(name, control);
  const headers = background ? { "X-Background": "1" } : {};
  const answer = await fetch(address, { headers, signal: control.signal });
  if (answer.redirected || [401, 403, 404].includes(answer.status)) throw new Gone(String(answer.status));
  if (!answer.ok) throw new Error(String(answer.status));
  const data = await answer.json();
  known.set(address, data);
  if (known.size > KEPT) known.delete(known.keys().next().value);
  return data;
};

/** Forget everything: the period or the moment is another. */
export const forget = () => known.clear();

/** An address with other or further parameters; null takes one away. */
export const withPairs = (address, pairs) => {
  const made = new URL(address, location.href);
  for (const [name, value] of Object.entries(pairs)) {
    if (value === null) made.searchParams.delete(name);
    else made.searchParams.set(name, value);
  }
  return made.pathname + made.search;
};
