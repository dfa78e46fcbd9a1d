// The conductor: which screen stands now, and what follows a tap. Everything else is told what to do from here.

import { device, forgetEnrolment, load, now } from "./device.js";
import { alone, keepLit } from "./glass.js";
import { officeAt } from "./hours.js";
import { watchIdle } from "./idle.js";
import { countWaiting, openQueue } from "./queue.js";
import { install, renew } from "./renewal.js";
import * as screens from "./screens.js";
import { digitsScreen, elsewhereScreen, enrolScreen, fetchingScreen, insecureScreen, oldScreen, revokedScreen } from "./setup.js";
import { hush, isSpeaking, storeSounds } from "./speech.js";
import { byKeyboard, findWarning, healthScreen, pinScreen, vitals, wantsNight, watchCorner } from "./staff.js";
import { closeDoors, dress, stayHere, takeOneTap } from "./stage.js";
import { startSync, syncNow, syncSoon } from "./sync.js";
import { finish, newVisit, storeFace } from "./visit.js";
import { defaultLanguage, loadWords, useContent } from "./words.js";

const VERSION = document.documentElement.dataset.version;
const TICK = 15000;
const THANKS = 10000;
const STILL_SPEAKING = 3000;
const STAFF_IDLE = { warn: 60, reset: 20 };

let visit = null;
let atWork = false; // staff or a citizen are in the middle of something
let standing = ""; // which base screen stands, and what it shows
let waiting = 0;
let warning = null;
let busy = null; // the visit whose answer is being stored
let leaving;
let typedCode = "";
let dialog = null;

const idle = watchIdle({
  warn: (seconds) => {
    dialog ??= screens.idleDialog({ stay: idle.stay, leave: rest, stored: Boolean(visit?.row) });
    dialog.tick(seconds);
  },
  calm: () => {
    dialog?.close();
    dialog = null;
  },
  reset: rest,
});

// ---- what stands when nobody is here

/** Ends whatever was going on; nothing of it remains. The answer, as it stands, is already stored and goes out. */
async function rest() {
  clearTimeout(leaving);
  idle.stop();
  hush();
  const left = visit;
  visit = null;
  atWork = false;
  standing = "";
  draw();
  if (left?.row) await handOver(left);
}

/** What a person left goes out as it stands; also where they left before their face was on the disk. */
async function handOver(left) {
  await finish(left).catch(() => {}); // the next start closes it
  syncSoon();
}

/** Draws the base screen if it is not what stands already; never under the hands of a person. */
function draw() {
  if (atWork || visit?.touched) return;
  const [name, ...details] = base();
  const wanted = JSON.stringify([name, ...details]);
  if (wanted === standing) redress();
  else stand(name, wanted);
  if (name !== "enrol") renew();
}

function stand(name, wanted) {
  standing = wanted;
  useContent(device.content);
  visit = null;
  redress();
  BASE[name]();
}

/** The name of the base screen, then whatever it shows that may change. */
function base() {
  if (!device.tablet) return ["enrol"];
  const { state } = device.tablet;
  if (state === "waiting") return ["digits", device.tablet.digits];
  if (state === "revoked") return ["revoked", waiting];
  if (!device.content) return ["fetching"];
  const { open, next } = officeAt(device.content.sessions, now());
  return open ? ["attract", device.content.etag, warning] : ["sleep", next];
}

const BASE = {
  enrol: () => enrolScreen(typedCode, VERSION, enrolledNow),
  digits: digitsScreen,
  fetching: fetchingScreen,
  revoked: () => revokedScreen(waiting, enrolAnew),
  sleep: () => {
    const moment = now();
    screens.sleepScreen(device.content.unit.name, officeAt(device.content.sessions, moment).next, moment, acts);
  },
  attract: () => {
    visit = newVisit(defaultLanguage(), device.content);
    drawStep();
  },
};

function redress() {
  const asleep = standing.startsWith('["sleep"');
  dress({ language: visit?.language || defaultLanguage(), large: visit?.large, night: asleep || wantsNight() });
}

async function enrolledNow() {
  typedCode = "";
  await openQueue();
  draw();
  syncNow();
}

async function enrolAnew() {
  await forgetEnrolment();
  draw();
}

// ---- a person

const STEPS = {
  choice: () => screens.choiceScreen(visit, acts, warning),
  faces: () => screens.facesScreen(visit, acts, visit.touched ? null : warning),
  reasons: () => screens.reasonsScreen(visit, acts),
  late: () => screens.lateScreen(visit, acts),
  thanks: () => screens.thanksScreen(visit, acts),
};

const drawStep = () => STEPS[visit.step]();

function step(name) {
  hush();
  visit.step = name;
  drawStep();
}

/** From the first touch on there is a person, and their time runs. */
function begun() {
  if (visit.touched) return;
  visit.touched = true;
  standing = "";
  idle.start(visit.content.idle);
}

/** Runs one storing act of a person at a time, whatever the last one's still does; when it cannot be stored, says so and offers to try again. */
async function storing(act, then) {
  if (busy === visit) return;
  const mine = visit;
  busy = mine;
  try {
    await act();
  } catch (error) {
    console.error(error);
    if (mine === visit) screens.notStoredScreen({ again: () => storing(act, then), end: rest });
    return;
  } finally {
    if (busy === mine) busy = null;
  }
  then();
}

const acts = {
  staff: (event) => byKeyboard(event) && enterStaff(),
  speakIn: (language) => {
    begun();
    hush();
    visit.language = language;
    redress();
    drawStep();
  },
  large: ({ currentTarget }) => {
    begun();
    visit.large = !visit.large;
    currentTarget.setAttribute("aria-pressed", String(visit.large));
    redress();
  },
  choose: (id) => {
    begun();
    visit[visit.content.ask] = id;
    step("faces");
  },
  face: (level) => {
    begun();
    const mine = visit;
    storing(
      () => storeFace(mine, level),
      () => (mine === visit ? step("reasons") : handOver(mine)),
    );
  },
  change: () => step("faces"),
  next: () => step("late"),
  skip: () => {
    visit.picked.clear();
    step("late");
  },
  late: (value) => {
    visit.late = value;
    thank();
  },
  skipLate: () => {
    visit.late = null;
    thank();
  },
  end: rest,
};

/** "Cảm ơn" stands only after everything is on the disk. */
function thank() {
  const mine = visit;
  storing(
    () => finish(mine),
    () => {
      if (mine !== visit) return;
      idle.stop();
      step("thanks");
      leaving = setTimeout(endThanks, THANKS);
      syncSoon();
    },
  );
}

function endThanks() {
  if (isSpeaking()) leaving = setTimeout(endThanks, STILL_SPEAKING);
  else rest();
}

// ---- staff

async function enterStaff() {
  if (!device.content) return;
  await rest();
  atWork = true;
  visit = null;
  idle.start(STAFF_IDLE);
  pinScreen({ open: showHealth, close: rest });
}

const showHealth = () => healthScreen({ version: VERSION, close: rest, redress, reload: () => location.reload() });

// ---- start

async function look() {
  try {
    waiting = device.tablet ? await countWaiting() : 0;
    warning = device.content ? await findWarning() : null;
  } catch (error) {
    console.error(error);
  }
  draw();
  keepLit(Boolean(device.content) && officeAt(device.content.sessions, now()).open);
}

let soundsOf = null;

/** After every exchange with the server: new sounds into the store, the promise to keep the store, then a look. */
async function changed() {
  if (device.content && soundsOf !== device.content.etag) {
    soundsOf = device.content.etag;
    navigator.storage?.persist?.();
    storeSounds(device.content.audio).catch(() => (soundsOf = null));
  }
  await look();
}

async function start() {
  closeDoors();
  takeOneTap();
  await loadWords();
  if (!window.isSecureContext) return insecureScreen();
  if (!navigator.locks || !navigator.serviceWorker || !window.indexedDB || !crypto.subtle) return oldScreen();
  await alone(elsewhereScreen);
  typedCode = decodeURIComponent(location.hash.slice(1)).slice(0, 40);
  stayHere();
  await load();
  if (device.tablet) await openQueue();
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, idle.touch, true);
  addEventListener("pagehide", rest);
  addEventListener("pageshow", ({ persisted }) => persisted && rest());
  watchCorner(enterStaff);
  install(draw);
  setInterval(look, TICK);
  await look();
  startSync({ version: VERSION, vitals, onChange: changed });
}

start();
