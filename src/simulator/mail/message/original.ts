import { simpleParser } from 'mailparser';
import { headerBlock, type Headers, messageIdOf, readHeaders } from './read-headers.ts';

/** An address of a header, with the name before it. */
export type Person = { address: string; name: string };

/** What reactions need of the message to which they react. */
export type Original = {
  messageId: string | null;
  from: Person;
  /** Where a reply goes. */
  replyTo: string;
  /** As in the header, perhaps with encoded words. */
  subject: string;
  references: string;
  /** The header block, with CRLF. */
  headers: string;
  /** The addresses of List-Unsubscribe, and whether one click is enough (RFC 8058). */
  unsubscribe: { url: string | null; oneClick: boolean };
};

export function readOriginal(raw: Buffer): Original {
  const headers = readHeaders(raw);
  const from = personIn(headers, 'from');
  return {
    messageId: messageIdOf(headers),
    from,
    replyTo: personIn(headers, 'reply-to').address || from.address,
    subject: first(headers, 'subject'),
    references: first(headers, 'references'),
    headers: headerBlock(raw),
    unsubscribe: {
      url: /<(https?:[^<>\s]+)>/i.exec(first(headers, 'list-unsubscribe'))?.[1] ?? null,
      oneClick: /^List-Unsubscribe=One-Click$/i.test(first(headers, 'list-unsubscribe-post')),
    },
  };
}

const first = (headers: Headers, name: string): string => headers.get(name)?.[0] ?? '';

function personIn(headers: Headers, name: string): Person {
  const value = first(headers, name);
  const address = (/<([^<>]*)>/.exec(value)?.[1] ?? value).trim().toLowerCase();
  return {
    address,
    name: value
      .replace(/<[^<>]*>.*$/, '')
      .replaceAll('"', '')
      .trim(),
  };
}

/** The text of a message, and the addresses of its links and images, in their order. */
export type Content = { text: string; links: readonly string[]; images: readonly string[] };

/** Reads the content of a message. Rejects for a message that cannot be read. */
export async function readContent(raw: Buffer): Promise<Content> {
  const { text = '', html } = await simpleParser(raw, { skipImageLinks: true, skipTextToHtml: true });
  if (html === false || html === undefined) {
    return { text, links: [...text.matchAll(/https?:\/\/[^\s<>"]+/g)].map(([url]) => url), images: [] };
  }
  const attributes = (pattern: RegExp): string[] =>
    [...html.matchAll(pattern)].map(([, url = '']) => url.replaceAll('&amp;', '&'));
  return {
    text,
    links: attributes(/<a\s[^>]*?href\s*=\s*["'](https?:[^"']+)["']/gi),
    images: attributes(/<img\s[^>]*?src\s*=\s*["'](https?:[^"']+)["']/gi),
  };
}
