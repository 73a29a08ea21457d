/* News inside the app and between its windows. News carries no words of anybody, only what changed. */

const ears = new Map();
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("gege-field") : null;

const hear = (topic, detail, near) => {
  for (const ear of [...(ears.get(topic) ?? [])]) {
    try {
      ear(detail, near);
    } catch (error) {
      console.error(error);
    }
  }
};

if (channel) channel.onmessage = ({ data }) => hear(data.topic, data.detail, false);

/* Calls `ear(detail, near)`; `near` is false for news of another window. Returns its end. */
export const listen = (topic, ear) => {
  if (!ears.has(topic)) ears.set(topic, new Set());
  ears.get(topic).add(ear);
  return () => ears.get(topic).delete(ear);
};

/* Tells this window only. */
export const say = (topic, detail = null) => hear(topic, detail, true);

/* Tells every window of the app. */
export const tell = (topic, detail = null) => {
  hear(topic, detail, true);
  channel?.postMessage({ topic, detail });
};
