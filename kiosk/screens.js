// The screens a citizen sees. Each is a function of the visit; what happens on a tap is decided in app.js.

import { untilOpening } from "./hours.js";
import { isSpeaking, onSpeech, speak, hush } from "./speech.js";
import { button, el, face, plain, show, tick } from "./stage.js";
import { questions, say, soundsOf } from "./words.js";
import { isGood } from "./visit.js";

const SMALL_LISTS = 3;

/** The bar above every screen: whose tablet this is, and how it is shown. `acts` are the conductor's answers to taps. */
function bar(visit, acts, prompts) {
  const { unit, languages } = visit.content;
  return el(
    "header",
    { class: "bar" },
    el("button", { type: "button", class: "corner", "aria-label": say("staff"), "data-staff": true, onclick: acts.staff }),
    el("p", { class: "unit" }, unit.name),
    el(
      "div",
      { class: "tools", role: "group", "aria-label": say("tools") },
      languages.length > SMALL_LISTS ? languageList(visit, acts) : languageButtons(visit, acts),
      button(say("large"), acts.large, { class: "tool", "aria-pressed": String(visit.large) }),
      reader(prompts),
    ),
  );
}

function languageButtons(visit, acts) {
  return visit.content.languages
    .filter(({ code }) => code !== visit.language)
    .map(({ code, name }) => button(name, () => acts.speakIn(code), { class: "tool", lang: code }));
}

/** With many languages: one button that opens the rest, so that the bar stays a bar. */
function languageList(visit, acts) {
  return el(
    "details",
    { class: "languages" },
    el("summary", { class: "tool" }, say("language")),
    el("div", { class: "list" }, languageButtons(visit, acts)),
  );
}

function reader(prompts) {
  const sounds = soundsOf(prompts);
  if (!sounds.length) return null;
  const tool = button(say("read_aloud"), () => (isSpeaking() ? hush() : speak(sounds)), { class: "tool sound" });
  onSpeech((playing, path) => {
    tool.textContent = say(playing ? "read_stop" : "read_aloud");
    for (const each of document.querySelectorAll("[data-prompt]"))
      each.classList.toggle("heard", playing && each.dataset.prompt === path);
  });
  return tool;
}

/** The first screen where something is asked before the faces: which counter, or who. */
export function choiceScreen(visit, acts, warning) {
  const byCounter = visit.content.ask === "counter";
  const list = byCounter ? visit.content.counters : visit.content.officers;
  const prompt = byCounter ? "tablet.counter" : "tablet.officer";
  show(
    "choice",
    bar(visit, acts, ["tablet.invite", prompt]),
    el(
      "main",
      { class: "choose" },
      el("p", { class: "invite" }, say("invite")),
      el("h1", {}, say(byCounter ? "choose_counter" : "choose_officer")),
      el(
        "div",
        { class: "cards" },
        list.map(({ id, name }) => button(name, () => acts.choose(id), { class: "card" })),
        button(say("choose_none"), () => acts.choose(null), { class: "card quiet" }),
      ),
    ),
    warning && notice(warning),
  );
}

/** The five faces: the first screen of most tablets, and all of it that a hurried person needs. */
export function facesScreen(visit, acts, warning) {
  const { overall, levels } = questions();
  show(
    "faces",
    bar(visit, acts, ["overall"]),
    el(
      "main",
      { class: "ask" },
      el("p", { class: "invite" }, say("invite")),
      el("h1", {}, overall),
      el(
        "div",
        { class: "faces" },
        [1, 2, 3, 4, 5].map((level) =>
          el(
            "button",
            { type: "button", class: `face f${level}`, "data-prompt": `levels.${level}`, onclick: () => acts.face(level) },
            face(level),
            el("span", {}, levels[level]),
          ),
        ),
      ),
      el("p", { class: "hint" }, say("tap")),
    ),
    warning && notice(warning),
  );
}

const notice = (warning) => el("footer", { class: "warning" }, say(warning));

/** What was good, or what was missing: eight words to touch, none of them needed. */
export function reasonsScreen(visit, acts) {
  const good = isGood(visit);
  const { courtesy, items } = questions();
  const prompts = [`tablet.reasons_${good ? "good" : "bad"}`, ...items.map(({ key }) => `tablet.items.${key}`)];
  show(
    "reasons",
    bar(visit, acts, prompts),
    el(
      "main",
      { class: "ask" },
      progress(1),
      el("h1", {}, good ? courtesy : say("low_reasons")),
      el("p", { class: "hint" }, say(good ? "good_hint" : "low_hint")),
      el("div", { class: "chips" }, items.map((item) => chip(visit, item))),
      ways(button(say("change"), acts.change, { class: "button quiet" }), [
        button(say("skip"), acts.skip, { class: "button quiet" }),
        button(say("next"), acts.next),
      ]),
    ),
  );
}

function chip(visit, { key, text }) {
  const toggle = () => {
    if (!visit.picked.delete(key)) visit.picked.add(key);
    tool.setAttribute("aria-pressed", String(visit.picked.has(key)));
  };
  const properties = { class: "chip", "aria-pressed": String(visit.picked.has(key)), "data-prompt": `tablet.items.${key}` };
  const tool = button(text, toggle, properties);
  return tool;
}

/** One tap, and done. */
export function lateScreen(visit, acts) {
  const { late, late_answers: answers } = questions();
  show(
    "late",
    bar(visit, acts, ["late"]),
    el(
      "main",
      { class: "ask" },
      progress(2),
      el("h1", {}, late),
      el("div", { class: "cards" }, answers.map(({ value, text }) => button(text, () => acts.late(value), { class: "card" }))),
      ways(button(say("change"), acts.change, { class: "button quiet" }), [button(say("skip"), acts.skipLate, { class: "button quiet" })]),
    ),
  );
}

function progress(step) {
  return el(
    "p",
    { class: "progress" },
    el("span", {}, say("step", { step, steps: 2 })),
    el("span", { class: "dots", "aria-hidden": "true" }, [1, 2].map((each) => el("i", { class: each <= step ? "full" : "" }))),
  );
}

const ways = (back, onward) => el("div", { class: "ways" }, back, el("span", { class: "onward" }, onward));

export function thanksScreen(visit, acts) {
  show(
    "thanks",
    bar(visit, acts, ["tablet.thanks"]),
    el(
      "main",
      { class: "thanks" },
      tick(),
      el("h1", {}, say("thanks_title")),
      el("p", {}, say("thanks_body")),
      button(say("done"), acts.end),
    ),
  );
}

export function notStoredScreen(acts) {
  plain("not-stored", say("not_stored_title"), say("not_stored_body"), [
    button(say("try_again"), acts.again),
    button(say("to_start"), acts.end, { class: "button quiet" }),
  ]);
}

/** Dark and still until the office opens again. */
export function sleepScreen(unit, next, now, acts) {
  const { key, time, day, date } = untilOpening(next, now);
  show(
    "sleep",
    el("button", { type: "button", class: "corner", "aria-label": say("staff"), "data-staff": true, onclick: acts.staff }),
    el(
      "main",
      { class: "sleep" },
      el("p", { class: "unit" }, unit),
      el("h1", {}, say(key, { time, day: say(day), date })),
      el("p", {}, say("sleep_body")),
    ),
  );
}

/** The question whether somebody is still there, above everything else. */
export function idleDialog(acts) {
  const count = el("p", { class: "count" });
  const stay = button(say("idle_more"), acts.stay);
  const dialog = el(
    "dialog",
    { class: "idle", role: "alertdialog", "aria-labelledby": "idle-title", "aria-describedby": "idle-text" },
    el("h2", { id: "idle-title" }, say("idle_title")),
    el("div", { id: "idle-text" }, count, acts.stored && el("p", {}, say("idle_counts"))),
    el("div", { class: "ways" }, stay, button(say("idle_end"), acts.leave, { class: "button quiet" })),
  );
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    acts.stay();
  });
  document.getElementById("stage").append(dialog);
  dialog.showModal();
  stay.focus();
  return {
    tick: (seconds) => (count.textContent = say("idle_body", { seconds })),
    close: () => {
      dialog.close(); // gives the focus back to where the person was
      dialog.remove();
    },
  };
}
