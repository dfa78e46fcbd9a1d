// Talking to the server: signed, numbered, one request at a time, never a redirect, never a cookie.

import { base64url, bytesOf, hex, sha256 } from "./bytes.js";
import { device, jumpCounter, keep, nextCounter } from "./device.js";

const BASE = "/api/v1/tablet/";
const PATIENCE = 30000;
const JUMPS = 3;

/** The server did not do it. `word` is its own word, "offline" when nothing came, "garbled" when half came. */
export class Refusal extends Error {
  constructor(word, status = 0, told = "") {
    super(`${word} ${status}`);
    Object.assign(this, { word, status, told });
  }
}

/** Enrolment is the one request without a signature: nobody knows the key yet. */
export const enrol = (body) => send("POST", "enrol", JSON.stringify(body), {});

/** A signed request. A number the server has already seen is jumped over. */
export async function call(method, name, body) {
  const text = body === undefined ? "" : JSON.stringify(body);
  for (let jumps = 0; ; jumps++) {
    const sentAt = Date.now();
    try {
      const reply = await send(method, name, text, await signature(method, name, text, sentAt));
      await learnClock(reply, sentAt);
      return { ...reply, offset: Number.isFinite(reply.now) ? reply.now - sentAt : device.offset };
    } catch (error) {
      if (error.word !== "counter" || jumps >= JUMPS) throw error;
      await jumpCounter(error.last);
    }
  }
}

async function signature(method, name, text, time) {
  const counter = await nextCounter();
  const digest = hex(await sha256(bytesOf(text)));
  const whole = ["lang-nghe-tablet-1", method, BASE + name, digest, counter, time, device.tablet.id].join("\n");
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  return {
    "X-Tablet": device.tablet.id,
    "X-Counter": String(counter),
    "X-Time": String(time),
    "X-Signature": base64url(await crypto.subtle.sign(algorithm, device.keys.privateKey, bytesOf(whole))),
  };
}

async function send(method, name, text, headers) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  let response, answer;
  try {
    response = await fetch(BASE + name, {
      method,
      headers: text ? { ...headers, "Content-Type": "application/json" } : headers,
      body: text || undefined,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      signal: stop.signal,
    });
    answer = await response.text();
  } catch {
    throw new Refusal("offline");
  } finally {
    clearTimeout(timer);
  }
  return read(response, answer);
}

function read(response, text) {
  let answer = null;
  try {
    answer = JSON.parse(text);
  } catch {
    // judged below, with its status
  }
  const whole = answer !== null && typeof answer === "object";
  if (response.ok && whole) return answer;
  const refusal = new Refusal(whole && !response.ok ? answer.error : "garbled", response.status, answer?.message);
  if (refusal.word === "counter") {
    refusal.last = answer.last;
    if (!Number.isSafeInteger(refusal.last)) refusal.word = "garbled";
  }
  throw refusal;
}

async function learnClock(reply, sentAt) {
  if (!Number.isFinite(reply.now)) return;
  const offset = reply.now - sentAt;
  if (Math.abs(offset - device.offset) > 2000) await keep("offset", offset);
}
