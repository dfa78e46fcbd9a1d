// Reading aloud: the prompts of a screen, one after another. Nothing loads before somebody asks for it.

let player;
let queue = [];
let told = () => {};

/** `onChange(playing, path)` hears of every start and end. */
export function onSpeech(listener) {
  told = listener;
}

export const isSpeaking = () => queue.length > 0;

/** Reads `[path, address]` one after another; stops whatever was being read. */
export function speak(prompts) {
  hush();
  queue = [...prompts];
  next();
}

function next() {
  if (!queue.length) return hush();
  const [path, address] = queue[0];
  player = new Audio(address);
  const mine = player;
  const on = () => {
    if (mine !== player) return;
    queue.shift();
    next();
  };
  player.onended = on;
  player.onerror = on;
  told(true, path);
  player.play().catch(on);
}

export function hush() {
  queue = [];
  if (player) {
    player.pause();
    player.removeAttribute("src");
    player = undefined;
  }
  told(false);
}

/** Puts every prompt into the browser's store, so that it sounds without network. A missing one is fetched later. */
export async function storeSounds(audio) {
  const wanted = new Set(Object.values(audio || {}).flatMap((prompts) => Object.values(prompts)));
  const cache = await caches.open("may-tieng");
  for (const request of await cache.keys()) {
    const { pathname, search } = new URL(request.url);
    if (!wanted.has(pathname + search)) await cache.delete(request);
  }
  for (const address of wanted) {
    if (await cache.match(address)) continue;
    const reply = await fetch(address, { credentials: "omit" });
    if (reply.ok) await cache.put(address, reply);
  }
}
