// Words on screen: the tablet's own in every language, and the questionnaire's texts by their path.

let own = {};
let content = null;
let language = "vi";

/** The words this app was delivered with (before any content was fetched). */
export async function loadWords() {
  own = await (await fetch("/may/words.json")).json();
}

export function useContent(given) {
  content = given;
}

export function setLanguage(code) {
  language = code;
  document.documentElement.lang = code;
}

export const currentLanguage = () => language;

export const defaultLanguage = () => content?.languages?.[0]?.code || "vi";

/** The tablet's words for `key`; {gaps} filled. A language that lacks one falls back to Vietnamese. */
export function say(key, gaps = {}) {
  const text = content?.words?.[language]?.[key] ?? own[language]?.[key] ?? own.vi[key];
  return text.replace(/\{(\w+)\}/g, (_, name) => gaps[name]);
}

/** The questionnaire's texts in this language: overall, levels, courtesy, items, late, late_answers. */
export const questions = () => content.questionnaire.texts[language] || content.questionnaire.texts.vi;

/** Those of the prompts that have a sound in this language, as [path, address]. */
export function soundsOf(paths) {
  const sounds = content?.audio?.[language] || {};
  return paths.filter((path) => sounds[path]).map((path) => [path, sounds[path]]);
}
