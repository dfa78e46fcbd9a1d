// One person at the tablet: from the first touch to "Cảm ơn". Nothing of it outlives the visit but the stored answer.

import { amend, record } from "./queue.js";
import { currentLanguage } from "./words.js";

const SEEN_GOOD = 4;

/** What is known of the person before us: how they want it shown, what they chose, what was stored. */
export function newVisit(language, content) {
  return {
    content,
    language,
    large: false,
    touched: false,
    step: content.ask === "none" ? "faces" : "choice",
    counter: content.fixed_counter ?? null,
    officer: null,
    overall: null,
    picked: new Set(),
    late: null,
    row: null,
  };
}

/** Whether this face is asked what was good (else what was missing). */
export const isGood = (visit) => visit.overall >= SEEN_GOOD;

/** The items as the questionnaire names them: a tick under a good face is a yes, under another a no. */
export function itemsOf(visit) {
  const value = isGood(visit) ? "yes" : "no";
  const items = Object.fromEntries([...visit.picked].map((key) => [key, value]));
  return visit.late ? { ...items, late: visit.late } : items;
}

/** A tapped face is stored at once: who leaves now has been heard. Another face before leaving corrects it. */
export async function storeFace(visit, overall) {
  const before = visit.overall;
  visit.overall = overall;
  if (!visit.row) {
    visit.row = await record({
      id: crypto.randomUUID(),
      at: Date.now(),
      version_id: visit.content.questionnaire.version_id,
      lang: currentLanguage(),
      overall,
      items: {},
      counter: visit.counter,
      officer: visit.officer,
    });
    return;
  }
  if (before >= SEEN_GOOD !== overall >= SEEN_GOOD) visit.picked.clear();
  await amend(visit.row, { overall, items: itemsOf(visit) });
}

/** The person has left or is done: the answer as it stands goes out. */
export async function finish(visit) {
  if (!visit?.row || visit.finished) return;
  await amend(visit.row, { overall: visit.overall, items: itemsOf(visit), open: false });
  visit.finished = true;
}
