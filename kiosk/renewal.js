// The app's own copy in the browser, and how a newer one takes its place: at the first screen, under nobody's hands.

const HOUR = 3600 * 1000;
const WORKER = "/may/sw.js";

let registration = null;
let taking = false;
let due = false;

/** The one address a script may be loaded from by code; everything else the browser refuses (Trusted Types). */
const policy = window.trustedTypes?.createPolicy("may", {
  createScriptURL(address) {
    if (address !== WORKER) throw new TypeError(address);
    return address;
  },
});

/** Keeps the app for use without network; `ready` is called when `renew` may have something to do. */
export async function install(ready) {
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    due = taking;
    ready();
  });
  try {
    const address = policy ? policy.createScriptURL(WORKER) : WORKER;
    registration = await navigator.serviceWorker.register(address, { scope: "/may/", updateViaCache: "none" });
  } catch (error) {
    console.error(error); // the app works, but will not open without network; its health page says so
    return;
  }
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", ready));
  setInterval(() => registration.update().catch(() => {}), HOUR);
}

/** A newer version is whole and checked, and waits. */
const newerIsReady = () => !taking && Boolean(registration?.waiting && navigator.serviceWorker.controller);

/** Called while nobody is here: first lets the newer version in, then loads this page anew from it. */
export function renew() {
  if (due) location.reload();
  else if (newerIsReady()) {
    taking = true;
    registration.waiting.postMessage("take-over");
  }
}
