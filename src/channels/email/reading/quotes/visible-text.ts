import { htmlText } from '../mime/html-text.ts';
import type { ParsedMail } from '../mime/parse-mail.ts';
import { stripQuotes } from './strip-quotes.ts';

/** How much of a mail is judged. People decide in their first lines. */
const judgedCharacters = 20_000;

/** Returns what the writer of a mail wrote: its first text part with words, or its HTML, without quotes. */
export function visibleText(mail: ParsedMail): string {
  const texts = mail.leaves.filter(({ type }) => type === 'text/plain' || type.startsWith('multipart/'));
  const plain = texts.map(({ text }) => text).find((text) => /\p{L}/u.test(text));
  const html = mail.leaves.find(({ type }) => type === 'text/html')?.text;
  const text = plain ?? (html === undefined ? '' : htmlText(html));
  return stripQuotes(text.slice(0, judgedCharacters));
}
