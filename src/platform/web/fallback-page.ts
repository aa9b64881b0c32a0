const WORDS: Record<string, { title: string; text: string; request: string }> = {
  en: { title: 'This page could not be shown', text: 'The fault is ours. Try again; if it stays, tell the admin the number below.', request: 'Request' },
  de: { title: 'Diese Seite konnte nicht gezeigt werden', text: 'Der Fehler liegt bei uns. Versuche es noch einmal; wenn er bleibt, nenne der Admin-Person die Nummer unten.', request: 'Anfrage' },
};

/** The page for when the pages themselves fail: no script, no style, nothing that could fail again. */
export function fallbackPage(language: string, requestId: string): string {
  const { title, text, request } = WORDS[language] ?? WORDS['en']!;
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title} · Cairn</title></head><body><main><h1>${title}</h1><p>${text}</p><p><a href="/">Cairn</a></p><p><code>${request} ${requestId}</code></p></main></body></html>`;
}
