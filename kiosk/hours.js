// Office hours and days, told in Việt Nam's time (UTC+7 the whole year) whatever zone the tablet is set to.

const ZONE = 7 * 3600 * 1000;
const DAY = 24 * 3600 * 1000;

const local = (ms) => new Date(ms + ZONE);

/** The day of a moment: "2026-11-20". */
export const dayOf = (ms) => local(ms).toISOString().slice(0, 10);

/** The hour and minute of a moment, as people write them: "7:00". */
export function timeOf(ms) {
  const moment = local(ms);
  return `${moment.getUTCHours()}:${String(moment.getUTCMinutes()).padStart(2, "0")}`;
}

/** "23/11" for a moment. */
export const dateOf = (ms) => `${local(ms).getUTCDate()}/${local(ms).getUTCMonth() + 1}`;

/** 1 for Monday … 7 for Sunday. */
export const weekdayOf = (ms) => local(ms).getUTCDay() || 7;

/** Between six in the evening and six in the morning. */
export function isNight(ms) {
  const hour = local(ms).getUTCHours();
  return hour < 6 || hour >= 18;
}

/**
 * Whether the office is open, and when it opens next.
 *
 * `known` is false when the list has run out (a tablet long without network): then the tablet stays awake, because an
 * answer is worth more than a dark screen.
 */
export function officeAt(sessions, now) {
  const ahead = sessions.filter(([, close]) => close > now).sort((a, b) => a[0] - b[0]);
  if (!ahead.length) return { open: true, known: false, next: null };
  const [opens] = ahead[0];
  return { open: opens <= now, known: true, next: opens > now ? opens : null };
}

/** How to name the next opening: which words, and what goes into them. */
export function untilOpening(next, now) {
  const days = Math.round((Date.parse(dayOf(next)) - Date.parse(dayOf(now))) / DAY);
  const key = days === 0 ? "sleep_today" : days < 7 ? "sleep_week" : "sleep_later";
  return { key, time: timeOf(next), day: `day_${weekdayOf(next)}`, date: dateOf(next) };
}

/** The last day the list of sessions reaches, or null. */
export function knownUntil(sessions) {
  return sessions.length ? dateOf(Math.max(...sessions.map(([, close]) => close)) - 1) : null;
}
