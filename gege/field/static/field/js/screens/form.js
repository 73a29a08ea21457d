/* One door's form of a campaign. The engine that computes it is fetched when a form is opened. */

import * as files from "../files.js";
import * as outbox from "../outbox.js";
import * as store from "../store.js";
import { openDraft } from "../drafts.js";
import { goToWrong, select } from "../entry.js";
import { formBlob, formText } from "../forms.js";
import { trouble } from "../told.js";
import { ask, button, clear, empty, h, note, say } from "../ui.js";
import { language, plural, t } from "../words.js";
import { drawXForm } from "../xform.js";
import { keepEntry } from "./campaigns.js";

const INSTANCE = "xml_submission_file";

const engine = () => import("../../../vendor/xforms-engine/index.js");

export const form = {
  title: () => t("Form"),
  up: ([campaign, assignment]) => (assignment ? `#/door/${campaign}/${assignment}` : `#/campaign/${campaign}`),
  top: true,
  draw: async (context) => {
    const [uid, assignment] = context.about;
    const { door = "" } = context.asked;
    const campaign = (await store.section("campaigns"))?.find((one) => one.uid === uid);
    if (!campaign) return empty(t("This campaign is not on the phone any more"), t("It was closed."), button(t("Campaigns"), { to: "#/campaigns" }));
    context.title([door, campaign.title].filter(Boolean).join(" · "));
    const draft = await openDraft(`draft:form:${uid}:${assignment ?? ""}:${door}`, { version: campaign.form.version, xml: "", kept: {} });
    context.leave(() => void draft.close());
    let root;
    try {
      root = await instanceOf(campaign, draft);
    } catch (error) {
      console.warn(error);
      return empty(t("The form cannot be opened"), error.code === "offline" ? t("It is not on this phone yet. Connect once.") : t("It has a fault; tell the county."));
    }
    return drawn(root, draft, { campaign, assignment, door, context });
  },
};

const mediaOf = (campaign) => async (name) => {
  const found = campaign.form.media?.find((one) => one.name === name);
  return found ? formBlob(found.url).catch(() => null) : null;
};

/* The instance as it was left, or a new one; one that cannot be restored is begun anew. */
const instanceOf = async (campaign, draft) => {
  const { loadForm } = await engine();
  const media = mediaOf(campaign);
  const loaded = await loadForm(await formText(campaign.form.url), {
    fetchFormAttachment: async (resource) => {
      const blob = await media(decodeURIComponent(String(resource).split("/").pop()));
      return blob ? new Response(blob) : new Response("", { status: 404 });
    },
    missingResourceBehavior: "BLANK",
  });
  if (loaded.status === "failure") throw loaded.error;
  const me = await store.section("me");
  const given = { preloadProperties: { deviceID: `gege:${me?.terminal?.uid ?? ""}`, username: me?.name ?? "" } };
  if (!draft.value.xml || draft.value.version !== campaign.form.version) return fresh(loaded, given, draft, campaign);
  const data = new FormData();
  data.set(INSTANCE, new File([draft.value.xml], INSTANCE, { type: "text/xml" }));
  for (const [name, one] of Object.entries(draft.value.kept)) {
    const blob = await files.fileBlob(one.sha256);
    if (blob) data.set(name, new File([blob], name, { type: one.media_type }));
  }
  try {
    return (await loaded.restoreInstance({ data: [data] }, given)).root;
  } catch (error) {
    console.warn(error);
    return fresh(loaded, given, draft, campaign);
  }
};

const fresh = (loaded, given, draft, campaign) => {
  draft.value.xml = "";
  draft.value.kept = {};
  draft.value.version = campaign.form.version;
  return loaded.createInstance(given).root;
};

const spokenBest = (root) => {
  const like = language() === "en" ? /^en|english|\(en\)/i : /^zh|中文|汉|\(zh/i;
  const found = root.languages.find((one) => like.test(one.language ?? ""));
  if (found && found !== root.currentState.activeLanguage) root.setLanguage(found);
};

const drawn = (root, draft, about) => {
  const { campaign, assignment, door, context } = about;
  spokenBest(root);
  const media = mediaOf(campaign);
  const changed = () => draft.set("xml", root.instanceState.instanceXML);
  const urls = new Map();
  const form_ = drawXForm(root, {
    kept: draft.value.kept,
    changed,
    media: async (name) => {
      if (!urls.has(name)) urls.set(name, media(name).then((blob) => blob && URL.createObjectURL(blob)));
      return urls.get(name);
    },
  });
  const languages = root.languages.filter((one) => one.language);
  const wrong = h("div", { "aria-live": "polite" });
  const send = async () => {
    const count = form_.wrong();
    if (count) {
      clear(wrong, note("wrong", h("p", plural("%(n)s answer is missing or cannot be.", "%(n)s answers are missing or cannot be.", count))));
      goToWrong(form_.node);
      return;
    }
    try {
      await keepAnswers(root, draft, about);
    } catch (error) {
      clear(wrong, note("wrong", h("p", trouble(error)), h("p", t("What you entered is still here."))));
      return;
    }
    say(t("Kept on this phone. It is sent as soon as there is a network."));
    context.go(assignment ? `#/door/${campaign.uid}/${assignment}` : `#/campaign/${campaign.uid}`, { replace: true });
  };
  const throwAway = async () => {
    if (!(await ask(t("Throw these answers away?"), { yes: t("Throw away"), grave: true }))) return;
    await draft.drop();
    context.go(assignment ? `#/door/${campaign.uid}/${assignment}` : `#/campaign/${campaign.uid}`, { replace: true });
  };
  const node = h(
    "div.form",
    languages.length > 1 &&
      h("div.field", h("label", { for: "form-language" }, t("Language of the form")), (() => {
        const made = select(languages.map((one) => ({ value: one.language, label: one.language })), { value: root.currentState.activeLanguage.language, act: (name) => (root.setLanguage(languages.find((one) => one.language === name)), form_.refresh()) });
        made.id = "form-language";
        return made;
      })()),
    form_.node,
    wrong,
    h("div.send", button(t("Keep the answers"), { first: true, wide: true, id: "send-form", act: send })),
    h("p.deeds.is-still", button(t("Throw the draft away"), { quiet: true, act: throwAway })),
    door && h("p.soft", t("Door: %(door)s", { door })),
  );
  return node;
};

const keepAnswers = async (root, draft, { campaign, assignment, door }) => {
  const payload = await root.prepareInstancePayload();
  if (payload.status !== "ready") throw new Error("not ready");
  const [data] = payload.data;
  const xml = await data.get(INSTANCE).text();
  const answers = new DOMParser().parseFromString(xml, "text/xml");
  await draft.flush();
  await keepEntry(campaign, { uid: instanceId(answers), assignment, door, outcome: "done", xml, files: named(answers, draft.value.kept) }, draft.key);
  draft.done();
};

/* The files that the answers name; one that was taken and removed again stays behind. */
const named = (answers, kept) => {
  const said = new Set([...answers.querySelectorAll("*")].filter((one) => !one.childElementCount).map((one) => one.textContent));
  return Object.entries(kept).filter(([name]) => said.has(name)).map(([name, { sha256, size, media_type }]) => ({ name, sha256, size, media_type }));
};

const instanceId = (answers) => answers.getElementsByTagNameNS("*", "instanceID")[0]?.textContent.trim() || `uuid:${outbox.newKey()}`;
