import { createHmac, timingSafeEqual } from 'node:crypto';
import { domainToASCII } from 'node:url';

const tokenLength = 20;

/** Returns a token that only this client can make for an id. Hexadecimal: mail servers may change the case of addresses. */
export function tokenOf({
  key,
  purpose,
  id,
}: {
  key: string;
  purpose: 'message' | 'unsubscribe';
  id: string;
}) {
  return createHmac('sha256', key).update(`${purpose} ${id}`).digest('hex').slice(0, tokenLength);
}

/** Whether a token was made for an id by `tokenOf`. */
export function isTokenOf(input: Parameters<typeof tokenOf>[0], token: string): boolean {
  const own = Buffer.from(tokenOf(input));
  const given = Buffer.from(token.toLowerCase());
  return own.length === given.length && timingSafeEqual(own, given);
}

/** Returns the domain of an address in ASCII (RFC 5890). */
export function domainOf(address: string): string {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return domainToASCII(domain) || domain;
}

type OfMessage = { key: string; attempt: string };

/** Returns the Message-ID of an attempt, with its angle brackets. Each try of an attempt has the same one. */
export function messageIdOf({ key, attempt, mailbox }: OfMessage & { mailbox: string }): string {
  return `<${attempt}.${tokenOf({ key, purpose: 'message', id: attempt })}@${domainOf(mailbox)}>`;
}

/** Returns the address to which bounces of an attempt go (variable envelope return path). */
export function bounceAddressOf({ key, attempt, domain }: OfMessage & { domain: string }): string {
  return `bounce+${attempt}.${tokenOf({ key, purpose: 'message', id: attempt })}@${domain}`;
}

const written = /(?:^|[<+])(att_[0-9a-z]{26})\.([0-9a-f]{20})@/i;

/** Returns the attempt that a Message-ID or a bounce address names, with its token; null if it names none. Verify the token. */
export function readMessageId(text: string): { attempt: string; token: string } | null {
  const [, attempt, token] = written.exec(text) ?? [];
  if (attempt === undefined || token === undefined) return null;
  return { attempt: `att_${attempt.slice(4).toUpperCase()}`, token: token.toLowerCase() };
}

/** Whether a Message-ID or a bounce address was made with this key. */
export function isOwnMessageId({ key, text }: { key: string; text: string }): boolean {
  const found = readMessageId(text);
  return found !== null && isTokenOf({ key, purpose: 'message', id: found.attempt }, found.token);
}
