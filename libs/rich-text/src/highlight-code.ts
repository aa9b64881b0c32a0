import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import haskell from 'highlight.js/lib/languages/haskell';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { MAX_HIGHLIGHTED_CHARACTERS, MAX_HIGHLIGHTED_WORD } from './limits.js';

const LANGUAGES = {
  bash, c, cpp, csharp, css, diff, go, haskell, ini, java, javascript, json, kotlin, php, python, ruby, rust, sql, swift, typescript, xml, yaml,
};
for (const [name, grammar] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, grammar);

const ENDLESS_WORD = new RegExp(`[\\w$-]{${MAX_HIGHLIGHTED_WORD + 1}}|\\s{${MAX_HIGHLIGHTED_WORD + 1}}`);

/** The language of a fence's info string under its canonical name, or null when we do not colour it. */
export function knownLanguage(info: string): string | null {
  const wanted = /^[a-z0-9+#_-]{1,20}/i.exec(info.trim())?.[0].toLowerCase();
  if (!wanted) return null;
  return Object.keys(LANGUAGES).find((name) => name === wanted || hljs.getLanguage(name)?.aliases?.includes(wanted)) ?? null;
}

/** Code as HTML with class names only; null when colouring it would take too long. */
export function highlightCode(code: string, language: string): string | null {
  if (code.length > MAX_HIGHLIGHTED_CHARACTERS || ENDLESS_WORD.test(code)) return null;
  return hljs.highlight(code, { language, ignoreIllegals: true }).value;
}
