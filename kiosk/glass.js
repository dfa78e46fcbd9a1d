// The one glass: one tab works on it, and it stays lit while the office is open.

const PATIENCE = 1500;

/** Waits until no other tab works; `meanwhile` says so when that takes long. */
export function alone(meanwhile) {
  const timer = setTimeout(meanwhile, PATIENCE);
  return new Promise((resolve) => {
    navigator.locks.request("lang-nghe-may", () => {
      clearTimeout(timer);
      resolve();
      return new Promise(() => {}); // held until the tab is gone
    });
  });
}

let lock = null;

/** Keeps the glass lit, or lets it go dark. Where the browser cannot, the tablet's own settings decide. */
export async function keepLit(awake) {
  if (!awake) {
    await lock?.release();
    lock = null;
  } else if (!lock || lock.released) {
    lock = await navigator.wakeLock?.request("screen").catch(() => null);
  }
}
