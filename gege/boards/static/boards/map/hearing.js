/* An open map hears that something changed, and asks; without the stream it asks every so often. */

const LONGEST = 60_000;
const FIRST_PAUSE = 4_000;

/** `again()` asks anew and returns the address of the next stream; `say(word)` tells how it stands. */
export const listen = (address, again, say) => {
  let source = null;
  let timer = 0;
  let pause = FIRST_PAUSE;
  let next = address;
  let over = false;

  const later = (time) => {
    clearTimeout(timer);
    if (!over) timer = setTimeout(ask, time);
  };

  const live = () => source?.readyState === EventSource.OPEN;

  const ask = async () => {
    try {
      next = (await again()) ?? next;
      say(live() ? "live" : "asking");
      pause = live() ? FIRST_PAUSE : Math.min(pause * 2, LONGEST);
    } catch (error) {
      if (error.name === "AbortError") return;
      over = error.constructor.name === "Gone";
      say(over ? "out" : "stale");
      if (over) source?.close();
    }
    if (!live()) hear();
    later(live() ? LONGEST : pause);
  };

  const hear = () => {
    if (!next || over || !window.EventSource) return;
    if (source && source.readyState !== EventSource.CLOSED) return;
    source = new EventSource(next);
    source.addEventListener("opened", () => say("live"));
    source.addEventListener("changed", ask);
    source.addEventListener("error", () => {
      // Its ticket is old by now: the next answer brings a new one.
      source.close();
      say("asking");
      later(pause);
    });
  };

  hear();
  later(live() || next ? LONGEST : pause);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());
};
