import type { BounceReason } from './reasons.ts';

/** What an enhanced status code (RFC 3463, RFC 7372, RFC 7505) says by itself, where words say nothing. */
const exact: Readonly<Record<string, BounceReason>> = {
  '5.1.0': 'invalid-recipient',
  '5.1.1': 'invalid-recipient',
  '5.1.2': 'invalid-domain',
  '5.1.3': 'invalid-recipient',
  '5.1.4': 'invalid-recipient',
  '5.1.6': 'moved',
  '5.1.7': 'sender-address',
  '5.1.8': 'sender-address',
  '5.1.10': 'invalid-recipient',
  '4.1.8': 'sender-address',
  '5.2.0': 'filtered',
  '5.2.1': 'mailbox-inactive',
  '5.2.2': 'mailbox-full',
  '4.2.2': 'mailbox-full',
  '5.2.3': 'too-large',
  '5.3.4': 'too-large',
  '5.3.0': 'unknown',
  '5.4.4': 'invalid-domain',
  '5.7.27': 'invalid-domain',
  '5.7.1': 'policy',
};

/** Returns the reason of a code, or undefined if the code says nothing about the recipient. */
export function reasonOfStatus(status: string): BounceReason | undefined {
  const known = exact[status];
  if (known !== undefined) return known;
  if (status.startsWith('4.')) return 'temporary';
  if (status.startsWith('5.4.')) return 'temporary';
  if (status.startsWith('5.6.')) return 'content';
  if (status.startsWith('5.7.')) return 'policy';
  return undefined;
}

/** Returns the first enhanced status code of a text, such as 5.1.1. Addresses such as 4.1.1.5 are none. */
export function statusIn(text: string): string {
  return /(?:^|[\s(#<:;-])([245]\.\d{1,3}\.\d{1,3})(?![.\d])/.exec(text)?.[1] ?? '';
}

/** Returns the first SMTP reply code of a text, or undefined. */
export function replyCodeIn(text: string): number | undefined {
  const found = /(?:^|[\s(#<:;>"'])([45]\d\d)(?=[\s-])/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}
