import addressparser from 'nodemailer/lib/addressparser';
import { readHeaders } from '../message/read-headers.ts';
import { imapNullable } from './text.ts';

/** Returns the ENVELOPE of a message (RFC 3501, 7.4.2). */
export function envelopeOf(raw: Buffer): string {
  const headers = readHeaders(raw);
  const first = (name: string): string | null => headers.get(name)?.[0] ?? null;
  const from = addressesOf(first('from'));
  const people = [
    from,
    // A missing sender and a missing reply address are those of From.
    headers.has('sender') ? addressesOf(first('sender')) : from,
    headers.has('reply-to') ? addressesOf(first('reply-to')) : from,
    addressesOf(first('to')),
    addressesOf(first('cc')),
    addressesOf(first('bcc')),
  ];
  const fields = [
    imapNullable(first('date')),
    imapNullable(first('subject')),
    ...people,
    imapNullable(first('in-reply-to')),
    imapNullable(first('message-id')),
  ];
  return `(${fields.join(' ')})`;
}

function addressesOf(value: string | null): string {
  const all = value === null ? [] : addressparser(value, { flatten: true });
  if (all.length === 0) return 'NIL';
  const each = all.map(({ name, address }) => {
    const at = address.lastIndexOf('@');
    const local = at === -1 ? address : address.slice(0, at);
    return `(${imapNullable(name || null)} NIL ${imapNullable(local)} ${imapNullable(at === -1 ? '' : address.slice(at + 1))})`;
  });
  return `(${each.join('')})`;
}
