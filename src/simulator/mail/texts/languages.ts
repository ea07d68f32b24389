/** The languages of replies and absences (ISO 639-1), with what their mail programs put before a subject. */
export const languages = {
  en: {
    reply: 'Re:',
    automatic: 'Automatic reply:',
    wrote: (who: string, day: string) => `On ${day}, ${who} wrote:`,
  },
  de: {
    reply: 'AW:',
    automatic: 'Automatische Antwort:',
    wrote: (who: string, day: string) => `Am ${day} schrieb ${who}:`,
  },
  fr: {
    reply: 'RE :',
    automatic: 'Réponse automatique :',
    wrote: (who: string, day: string) => `Le ${day}, ${who} a écrit :`,
  },
  es: {
    reply: 'RE:',
    automatic: 'Respuesta automática:',
    wrote: (who: string, day: string) => `El ${day}, ${who} escribió:`,
  },
  it: {
    reply: 'R:',
    automatic: 'Risposta automatica:',
    wrote: (who: string, day: string) => `Il giorno ${day} ${who} ha scritto:`,
  },
  nl: {
    reply: 'Antw:',
    automatic: 'Automatisch antwoord:',
    wrote: (who: string, day: string) => `Op ${day} schreef ${who}:`,
  },
  pt: {
    reply: 'RES:',
    automatic: 'Resposta automática:',
    wrote: (who: string, day: string) => `Em ${day}, ${who} escreveu:`,
  },
  ja: { reply: 'Re:', automatic: '自動応答:', wrote: (who: string, day: string) => `${day} ${who}:` },
} as const;

export type Language = keyof typeof languages;
export const languageNames = Object.keys(languages) as Language[];

export function isLanguage(word: string): word is Language {
  return Object.hasOwn(languages, word);
}

/** Top-level domains whose addresses write in another language than English. */
const languageByDomain: Readonly<Record<string, Language>> = {
  de: 'de',
  at: 'de',
  fr: 'fr',
  es: 'es',
  mx: 'es',
  it: 'it',
  nl: 'nl',
  pt: 'pt',
  br: 'pt',
  jp: 'ja',
};

/** Returns the language of an address, by its top-level domain. */
export function languageOf(address: string): Language {
  return languageByDomain[address.slice(address.lastIndexOf('.') + 1)] ?? 'en';
}

/** Returns a day as people write it, such as `15 March 2027` or `15. März 2027`. */
export function dayInWords({ at, language }: { at: number; language: Language }): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(at);
}
