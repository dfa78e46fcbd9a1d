// Sending what is stored: oldest first, one request at a time, again and again until each answer has its own receipt.

import { device, keep } from "./device.js";
import { books, countWaiting, goOnAfter, settle, waiting } from "./queue.js";
import { call, Refusal } from "./wire.js";

const SOON = 1500;
const BEAT = 5 * 60 * 1000;
const FIRST_WAIT = 5000;
const LONGEST_WAIT = 5 * 60 * 1000;
const APPROVAL = 3000;
const STATES = new Set(["counted", "quarantined", "refused"]);
const IN_TROUBLE = new Set([401, 403, 408, 429, 502, 503, 504]);
const SET_ASIDE_AT_MOST = 3;

/** What staff may read of it. `state`: ok, sending, offline, server, unknown, waiting or revoked. */
export const status = { state: "sending", failures: 0 };

let version = "";
let vitals = async () => ({ storage: 0, persisted: false });
let changed = () => {};
let timer;
let running = null;
let wanted = false;
const aside = new Set();

/** `onChange` is called whenever `status` or the device's state or content may have changed. */
export function startSync(settings) {
  ({ version, vitals, onChange: changed } = settings);
  addEventListener("online", () => {
    status.failures = 0;
    syncNow();
  });
  return syncNow();
}

/** A pass now; when one is under way, another right after it. */
export function syncNow() {
  wanted = true;
  running ??= passes().finally(() => (running = null));
  return running;
}

/** Something new is stored. While the line is down the usual waiting goes on. */
export function syncSoon() {
  if (!status.failures) plan(SOON);
}

function plan(delay) {
  clearTimeout(timer);
  timer = setTimeout(syncNow, delay);
}

/** Longer after each failure, and never two tablets of a hall in step. */
export function waitAfter(failures, chance = Math.random()) {
  return Math.min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT) * (0.5 + chance / 2);
}

async function passes() {
  clearTimeout(timer);
  while (wanted) {
    wanted = false;
    await pass();
  }
  plan(status.failures ? waitAfter(status.failures) : device.tablet?.state === "waiting" ? APPROVAL : BEAT);
}

async function pass() {
  if (!device.tablet) return;
  tell("sending");
  try {
    if (device.tablet.state === "waiting") await askApproval();
    if (device.tablet.state !== "waiting") await deliverAndBeat();
    status.failures = 0;
    tell(device.tablet.state === "active" ? "ok" : device.tablet.state);
  } catch (error) {
    status.failures += 1;
    await learnFrom(error);
  }
}

async function learnFrom(error) {
  if (!(error instanceof Refusal)) {
    console.error(error); // a store that fails now may work in the next pass
    return tell("server");
  }
  if (error.word === "revoked") {
    await become("revoked");
    return tell("revoked");
  }
  if (error.word === "waiting") return tell("waiting");
  if (error.status === 401) return tell("unknown");
  return tell(error.word === "offline" ? "offline" : "server");
}

async function askApproval() {
  const reply = await call("GET", "state");
  await goOnAfter(reply.last_seq);
  await become(reply.state);
  if (reply.state === "active") await fetchContent();
}

async function deliverAndBeat() {
  await deliver();
  if (device.tablet.state === "revoked" && !(await countWaiting())) return;
  const reply = await beat();
  await become(reply.state);
  if (reply.state === "active" && reply.content !== device.content?.etag) await fetchContent();
}

async function beat() {
  const { seq, days, queue } = await books();
  const told = { queue, last_seq: seq, recorded: days, version, last_sync: device.last_sync, ...(await vitals()) };
  const reply = await call("POST", "beat", told);
  await goOnAfter(reply.last_seq);
  if (!queue) await keep("last_sync", reply.now);
  return reply;
}

async function fetchContent() {
  const content = await call("GET", "content");
  if (typeof content.etag !== "string" || !content.questionnaire) throw new Refusal("garbled");
  await keep("content", content);
}

async function become(state) {
  if (!["waiting", "active", "revoked"].includes(state)) throw new Refusal("garbled");
  if (state !== device.tablet.state) await keep("tablet", { ...device.tablet, state });
}

function tell(state) {
  status.state = state;
  changed();
}

/**
 * Sends until nothing waits. A batch the server cannot take is halved until the one that it is about stands alone; that
 * one steps aside and the others go on. It is tried again, last, in every later pass.
 */
async function deliver() {
  let size = batchSize();
  let stepped = 0;
  for (;;) {
    const batch = await waiting(size, aside);
    if (!batch.length || (stepped && aside.has(batch[0].seq))) return;
    try {
      await deliverOne(batch);
      stepped = 0;
      size = Math.min(size * 2, batchSize());
    } catch (error) {
      if (!(error instanceof Refusal) || !error.status || error.status < 400 || IN_TROUBLE.has(error.status)) throw error;
      if (batch.length > 1) {
        size = Math.ceil(batch.length / 2);
        continue;
      }
      aside.add(batch[0].seq);
      if (++stepped >= SET_ASIDE_AT_MOST) throw error;
    }
  }
}

const batchSize = () => Math.min(device.content?.batch || 50, 50);

async function deliverOne(batch) {
  const reply = await call("POST", "answers", { answers: batch.map(asSent) });
  const receipts = genuine(reply, batch);
  if (!receipts.length) throw new Refusal("garbled");
  await settle(receipts, reply.offset);
  for (const { seq } of receipts) aside.delete(seq);
  changed();
}

const asSent = ({ open, ...answer }) => answer;

/** The receipts that are whole and ours: only they let an answer go. */
export function genuine(reply, batch) {
  const ours = new Map(batch.map((row) => [row.seq, row.id]));
  const told = Array.isArray(reply.receipts) ? reply.receipts : [];
  return told.filter(
    (each) => each && ours.get(each.seq) === each.id && STATES.has(each.state) && typeof each.receipt === "string",
  );
}
