// The staff PIN is checked without network, and guessing is slowed down. The tries are kept: a restart is no new start.

import { base64url, bytesOf, unbase64url } from "./bytes.js";
import { device, keep } from "./device.js";

const FREE_TRIES = 3;
const FIRST_WAIT = 30000;
const LONGEST_WAIT = 15 * 60 * 1000;

/** Milliseconds until the next try is taken. A clock set back cannot make this longer than the longest wait. */
export function mustWait() {
  return Math.min(Math.max(0, device.tries.until - Date.now()), LONGEST_WAIT);
}

/** How long the given number of wrong tries costs. */
export function waitFor(wrong) {
  return wrong < FREE_TRIES ? 0 : Math.min(FIRST_WAIT * 2 ** (wrong - FREE_TRIES), LONGEST_WAIT);
}

/** Whether the PIN is right. Counted as wrong on the disk before it is checked: pulling the plug saves no try. */
export async function checkPin(pin, { salt, hash, rounds }) {
  if (mustWait()) return false;
  const wrong = device.tries.wrong + 1;
  await keep("tries", { wrong, until: Date.now() + waitFor(wrong) });
  const key = await crypto.subtle.importKey("raw", bytesOf(pin), "PBKDF2", false, ["deriveBits"]);
  const settings = { name: "PBKDF2", hash: "SHA-256", salt: unbase64url(salt), iterations: rounds };
  const right = base64url(await crypto.subtle.deriveBits(settings, key, 256)) === hash;
  if (right) await keep("tries", { wrong: 0, until: 0 });
  return right;
}
