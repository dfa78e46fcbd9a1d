// The app without network. `APP` (version, files with their SHA-256) stands above this line when the server sends it.
//
// Only GET, only our own files and the sounds: answers never pass through here, and the queue is not touched by updates.

const NAME = `may-${APP.version}`;
const SOUNDS = "may-tieng";
const HEADERS = ["Content-Type", "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"];

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data === "take-over") self.skipWaiting();
});

async function install() {
  try {
    const cache = await caches.open(NAME);
    await Promise.all(Object.entries(APP.files).map(([path, sum]) => store(cache, path, sum)));
  } catch (error) {
    await caches.delete(NAME);
    throw error;
  }
}

/**
 * Fetches one file; what does not have the sum it must have is refused, and with it the whole version. The browser's
 * own copy, a minute old at most, will do if its sum is right: then nothing is fetched twice.
 */
async function store(cache, path, sum) {
  const [reply, body] = (await fetched(path, sum, "default")) || (await fetched(path, sum, "reload")) || [];
  if (!reply) throw new Error(`refused: ${path}`);
  const headers = HEADERS.filter((name) => reply.headers.has(name)).map((name) => [name, reply.headers.get(name)]);
  await cache.put(path, new Response(body, { headers }));
}

async function fetched(path, sum, cache) {
  const reply = await fetch(path, { cache, credentials: "omit", redirect: "error" });
  const body = await reply.arrayBuffer();
  return reply.ok && hex(await crypto.subtle.digest("SHA-256", body)) === sum ? [reply, body] : null;
}

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function activate() {
  for (const name of await caches.keys()) if (name.startsWith("may-") && ![NAME, SOUNDS].includes(name)) await caches.delete(name);
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  if (Object.hasOwn(APP.files, pathname)) event.respondWith(kept(NAME, pathname, event.request));
  else if (pathname.startsWith("/doc/")) event.respondWith(kept(SOUNDS, event.request.url, event.request));
});

async function kept(name, key, request) {
  const cache = await caches.open(name);
  return (await cache.match(key)) || fetch(request);
}
