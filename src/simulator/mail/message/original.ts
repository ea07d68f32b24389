import { simpleParser } from 'mailparser';
import { headerBlock, type Headers, messageIdOf, readHeaders } from './read-headers.ts';

/** What reactions need of the message to which they react. */
export type Original = {
  messageId: string | null;
  /** The address in the From header. */
  from: string;
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
  const from = addressIn(headers, 'from');
  return {
    messageId: messageIdOf(headers),
    from,
    replyTo: addressIn(headers, 'reply-to') || from,
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

function addressIn(headers: Headers, name: string): string {
  const value = first(headers, name);
  return (/<([^<>]*)>/.exec(value)?.[1] ?? value).trim().toLowerCase();
}

/** The name of the sender, the text, and the addresses of the links and images in their order. */
export type Content = { sender: string; text: string; links: readonly string[]; images: readonly string[] };

export const noContent: Content = { sender: '', text: '', links: [], images: [] };

/** Reads the content of a message. Rejects for a message that cannot be read. */
export async function readContent(raw: Buffer): Promise<Content> {
  const { text = '', html, from } = await simpleParser(raw, { skipImageLinks: true, skipTextToHtml: true });
  const sender = from?.value[0]?.name ?? '';
  if (html === false || html === undefined) {
    return {
      sender,
      text,
      links: [...text.matchAll(/https?:\/\/[^\s<>"]+/g)].map(([url]) => url),
      images: [],
    };
  }
  const attributes = (pattern: RegExp): string[] =>
    [...html.matchAll(pattern)].map(([, url = '']) => url.replaceAll('&amp;', '&'));
  return {
    sender,
    text,
    links: attributes(/<a\s[^>]*?href\s*=\s*["'](https?:[^"']+)["']/gi),
    images: attributes(/<img\s[^>]*?src\s*=\s*["'](https?:[^"']+)["']/gi),
  };
}
