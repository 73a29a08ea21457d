/* An open board: it hears that something changed and asks for itself anew; nothing else comes by
   the stream. Without the stream it asks every few seconds; without script the page reloads. */

const state = document.getElementById("board-state");
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 20000;
let source = null;
let timer = 0;
let pause = FIRST_PAUSE;
let asking = false;
let again = false;
let out = false;

const board = () => document.getElementById("board");
const say = (word) => {
  if (state.dataset.now === word) return;
  state.dataset.now = word;
  state.textContent = state.dataset[word] ?? "";
};

const address = () => {
  const here = new URL(location.href);
  here.searchParams.set("part", "board");
  return here;
};

/* Whoever stands on a number stays on it. */
const put = (text) => {
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("board");
  if (!fresh) return false;
  const held = document.activeElement;
  const at = board().contains(held) ? [...board().querySelectorAll("a")].indexOf(held) : -1;
  const href = held?.getAttribute?.("href");
  board().replaceWith(document.adoptNode(fresh));
  if (at >= 0) {
    const links = [...board().querySelectorAll("a")];
    (links.find((one) => one.getAttribute("href") === href) ?? links[at])?.focus({ preventScroll: true });
  }
  return true;
};

const ask = async () => {
  if (out) return;
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  clearTimeout(timer);
  try {
    const answer = await fetch(address(), { headers: { "X-Background": "1" }, cache: "no-store" });
    if (answer.redirected || answer.status === 403 || answer.status === 404) {
      out = true;
      source?.close();
      say("out");
      return;
    }
    if (!answer.ok || !put(await answer.text())) throw new Error(String(answer.status));
    say(source?.readyState === EventSource.OPEN ? "live" : "asking");
  } catch {
    say("stale");
  } finally {
    asking = false;
    later();
  }
  if (again) {
    again = false;
    ask();
  }
};

/* The first light that changes by itself changes then; besides, nothing is older than a minute. */
const later = () => {
  clearTimeout(timer);
  if (out) return;
  const live = source?.readyState === EventSource.OPEN && state.dataset.now !== "stale";
  const true_for = Number(board().dataset.seconds || 60) * 1000;
  timer = setTimeout(live ? ask : retry, live ? true_for : Math.min(true_for, pause));
};

const retry = async () => {
  pause = Math.min(pause * 2, LONGEST_PAUSE);
  await ask();
  hear();
};

const hear = () => {
  const place = board().dataset.stream;
  if (!place || out || !window.EventSource) return;
  if (source && source.readyState !== EventSource.CLOSED) return;
  source = new EventSource(place);
  source.addEventListener("opened", () => {
    pause = FIRST_PAUSE;
    say("live");
    later();
  });
  source.addEventListener("changed", ask);
  source.addEventListener("error", () => {
    /* Its ticket is old by now: the page is asked first and brings a new one. */
    source.close();
    if (state.dataset.now === "live") say("asking");
    later();
  });
};

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") ask();
});

hear();
later();
