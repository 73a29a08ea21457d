/* Photographs: taken or chosen, reduced on the phone by the engine, shown small, taken away again. */

import * as files from "./files.js";
import { clear, h, note, say } from "./ui.js";
import { trouble } from "./told.js";
import { t } from "./words.js";

const MOST = 9;

/** Pictures of one stage. `list` is the draft's own list of {sha256, size, name}; `act(list)` keeps it. */
export const picker = (list, act, { most = MOST, label = t("Photographs") } = {}) => {
  let held = [...(list ?? [])];
  const shown = h("div.photos");
  const wrong = h("div");

  const thumb = (one) => {
    const image = h("img", { alt: t("Photograph %(n)s", { n: held.indexOf(one) + 1 }) });
    files.fileUrl(one.sha256).then((url) => url && (image.src = url));
    const off = h("button.off", { type: "button" }, t("Remove"));
    off.addEventListener("click", () => {
      held = held.filter((each) => each !== one);
      act(held);
      draw();
    });
    return h("div.photo", image, off);
  };
  const draw = () => {
    clear(shown, held.map(thumb));
    take.hidden = held.length >= most;
  };
  const add = async (input) => {
    clear(wrong);
    const room = most - held.length;
    const chosen = [...input.files];
    input.value = "";
    for (const file of chosen.slice(0, room)) {
      try {
        const { sha256, size, name } = await files.takePhoto(file);
        if (!held.some((one) => one.sha256 === sha256)) held = [...held, { sha256, size, name }];
        await act(held);
        draw();
      } catch (error) {
        clear(wrong, note("wrong", h("p", trouble(error))));
      }
    }
    if (chosen.length > room) say(t("At most %(n)s photographs.", { n: most }));
  };
  const opener = (words, more) => {
    const input = h("input", { type: "file", accept: "image/*", "aria-label": words, ...more });
    input.addEventListener("change", () => add(input));
    const press = h("button.button", { type: "button", tabindex: -1, "aria-hidden": "true" }, words);
    press.addEventListener("click", () => input.click());
    return [input, press];
  };
  const take = h("div.take", opener(t("Take a photograph"), { capture: "environment", data: { take: "" } }), opener(t("Choose photographs"), { multiple: true, data: { choose: "" } }));
  draw();
  return h("div.field.pictures", h("p.label", label), shown, wrong, take);
};

/** Photographs of a matter: from the platform when there is a network, their number when not. */
export const gallery = (photos, number) =>
  h(
    "div.photos",
    photos.map((one, index) => {
      const image = h("img", { alt: one.stage === "after" ? t("After: photograph %(n)s", { n: index + 1 }) : t("Photograph %(n)s", { n: index + 1 }), loading: "lazy" });
      const frame = h("div.photo", image);
      image.addEventListener("error", () => clear(frame, h("p.away", t("The picture is not on this phone. It shows when there is a network."))));
      files.fileUrl(one.sha256).then((url) => (image.src = url ?? `/field/api/files/${one.sha256}?of=${encodeURIComponent(number)}`));
      return frame;
    }),
  );
