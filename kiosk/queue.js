// Answers on this tablet, from the first tap until the server's receipt. Everything that must agree is one transaction.

import { device, mirror, mirrored } from "./device.js";
import { dayOf } from "./hours.js";
import { database, done } from "./idb.js";

const transact = database("lang-nghe-hang-doi", { answers: { keyPath: "seq" }, book: {} });
const DAYS = 14;

/**
 * Opens the queue for this tablet. Closes what a person left open when the power went: what was tapped counts.
 *
 * Numbers belong to the device and never start again, whatever its enrolment. A queue that knows less than the copy of
 * its books was wiped: it goes on after the last number and keeps the counts, so that the missing answers are missed.
 * `held` are answers that are about to be stored again.
 */
export async function openQueue(held = []) {
  const copy = await mirrored();
  await transact("readwrite", async (store) => {
    const owner = await done(store("book").get("tablet"));
    const seq = (await done(store("book").get("seq"))) || 0;
    const rows = await done(store("answers").getAll());
    const last = Math.max(seq, copy?.seq || 0);
    if (owner !== device.tablet.id || last > seq) {
      store("book").put(device.tablet.id, "tablet");
      store("book").put(last, "seq");
      store("book").put(copy?.tablet === device.tablet.id ? settledOf(copy.days, [...rows, ...held]) : {}, "days");
    }
    for (const row of rows) if (row.open) store("answers").put({ ...row, open: false });
  });
  await copyBooks();
}

/** The store may be deleted under us while we run (the browser in need of room, a finger in its settings). */
async function makeGood(held) {
  const owner = await transact("readonly", (store) => done(store("book").get("tablet")));
  if (owner !== device.tablet.id) await openQueue(held);
}

/** The copy's counts without what still waits. */
function settledOf(days, rows) {
  const waits = countByDay(rows, Date.now());
  return Object.fromEntries(Object.entries(days).map(([day, count]) => [day, Math.max(0, count - (waits[day] || 0))]));
}

/** The last number this device ever gave, as far as anything of it remembers, and under which enrolment. */
export async function lastNumber() {
  const [seq, owner] = await transact("readonly", async (store) => [
    await done(store("book").get("seq")),
    await done(store("book").get("tablet")),
  ]);
  const copy = await mirrored();
  return { last_seq: Math.max(seq || 0, copy?.seq || 0), before: owner || copy?.tablet || null };
}

/** Stores a tapped face under the next number; returns the row once it is on the disk. */
export async function record(answer) {
  await makeGood();
  const row = await transact("readwrite", async (store) => {
    const seq = ((await done(store("book").get("seq"))) || 0) + 1;
    const whole = { ...answer, seq, open: true };
    store("book").put(seq, "seq");
    store("answers").add(whole);
    return whole;
  });
  copyBooks().catch(() => {}); // a copy that failed is made good by the next one
  return row;
}

/**
 * Changes an answer that its person has not left yet; `open: false` hands it over to be sent. If the store was deleted
 * meanwhile it is stored again as it was, under its own number: what was sent already is known there by its id.
 */
export async function amend(answer, changes) {
  await makeGood([answer]);
  await transact("readwrite", async (store) => {
    const row = (await done(store("answers").get(answer.seq))) || answer;
    if (row.open) store("answers").put({ ...row, ...changes });
  });
}

/** Up to `limit` answers ready to go, oldest first; `aside` (numbers) come last. */
export function waiting(limit, aside = new Set()) {
  return transact("readonly", async (store) => {
    const oldest = await done(store("answers").getAll(null, limit + aside.size + 1));
    const ready = oldest.filter((row) => !row.open);
    const first = ready.filter((row) => !aside.has(row.seq));
    return (first.length ? first : ready).slice(0, limit);
  });
}

export const countWaiting = () => transact("readonly", (store) => done(store("answers").count()));

/** Lets go of answers the server has given its receipt for. `offset` is the clock's error the server saw. */
export async function settle(receipts, offset) {
  await makeGood();
  await transact("readwrite", async (store) => {
    const days = (await done(store("book").get("days"))) || {};
    for (const { id, seq } of receipts) {
      const row = await done(store("answers").get(seq));
      if (row?.id !== id) continue;
      store("answers").delete(seq);
      const day = dayOf(Math.min(row.at, Date.now()) + offset);
      days[day] = (days[day] || 0) + 1;
    }
    store("book").put(days, "days");
  });
  await copyBooks();
}

/** The books as told to the server: last number, answers per day (sent and waiting), how many wait. */
export function books() {
  return transact("readonly", async (store) => {
    const rows = await done(store("answers").getAll());
    const days = { ...(await done(store("book").get("days"))) };
    for (const [day, count] of Object.entries(countByDay(rows, Date.now()))) days[day] = (days[day] || 0) + count;
    const latest = Object.entries(days).sort().slice(-DAYS);
    const seq = (await done(store("book").get("seq"))) || 0;
    return { seq, days: Object.fromEntries(latest), queue: rows.length, oldest: rows[0]?.at };
  });
}

function countByDay(rows, latest) {
  const days = {};
  for (const row of rows) {
    const day = dayOf(Math.min(row.at, latest) + device.offset);
    days[day] = (days[day] || 0) + 1;
  }
  return days;
}

/** The server has heard of number `last` from us: never give it again, even where every copy of the books is gone. */
export async function goOnAfter(last) {
  if (!Number.isSafeInteger(last) || last < 1) return;
  await transact("readwrite", async (store) => {
    const seq = (await done(store("book").get("seq"))) || 0;
    if (last > seq) store("book").put(last, "seq");
  });
}

async function copyBooks() {
  const { seq, days } = await books();
  await mirror({ seq, days });
}
