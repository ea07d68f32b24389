import { simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import {
  bounceAddressOf,
  isOwnMessageId,
  messageIdOf,
  readMessageId,
} from '../../../src/channels/email/message/ids.ts';
import {
  isOwnLink,
  readUnsubscribeUrl,
  unsubscribeUrl,
} from '../../../src/channels/email/unsubscribe/link.ts';
import { emailStep, key, newMessage } from './setup.ts';

const headersOf = (text: string): string => text.slice(0, text.indexOf('\r\n\r\n'));

describe('a message', () => {
  test('has the headers of a conversation and of one-click unsubscribing', async () => {
    const first = await newMessage({ to: 'ben@example.com' });
    const second = await newMessage({ to: 'ben@example.com', thread: true, earlier: [first] });
    const { headers, messageId, inReplyTo, references, subject, text } = await simpleParser(second.raw);
    expect(messageId).toBe(second.messageId);
    expect(inReplyTo).toBe(first.messageId);
    expect(references).toBe(first.messageId);
    expect(subject).toBe('Hello Ben');
    expect(text).toContain('Unsubscribe: https://calls.example.com/unsubscribe?a=1');
    expect(headersOf(second.text)).toContain('List-Unsubscribe: <https://calls.example.com/unsubscribe?a=1>');
    expect(headersOf(second.text)).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(headers.get('date')).toEqual(new Date('2027-03-01T12:00:00Z'));
    expect(second.envelope).toEqual({ from: 'ann@acme.test', to: 'ben@example.com' });
  });

  test('of a contact whose fields contain headers and tags has no header or tag of theirs', async () => {
    const hostile = 'Ben\r\nBcc: all@example.com\r\n\r\n<script>{{last_name}}</script>\u2028x';
    const { text, raw } = await newMessage({
      to: 'ben@example.com',
      variables: { first_name: hostile, last_name: 'SECRET' },
      html: '<p title="{{first_name}}">{{first_name}}</p>',
    });
    expect(headersOf(text)).not.toMatch(/^bcc:/im);
    const mail = await simpleParser(raw);
    expect(mail.subject).toMatch(/^Hello Ben Bcc: all@example\.com <script>/);
    expect(mail.html).not.toContain('<script>');
    expect(mail.html).toContain('&lt;script&gt;');
    expect(`${mail.text} ${String(mail.html)}`).not.toContain('SECRET');
  });

  test('may have international addresses and texts', async () => {
    const { raw, envelope } = await newMessage({
      to: 'jörg@exämple.de',
      variables: { first_name: 'Jürgen 你好' },
    });
    const mail = await simpleParser(raw);
    expect(mail.subject).toBe('Hello Jürgen 你好');
    expect(envelope.to).toBe('jörg@exämple.de');
  });

  test('has an address for its bounces where the mailbox has a domain for them', async () => {
    const { envelope, attempt } = await newMessage({ to: 'ben@example.com', bounceDomain: 'b.acme.test' });
    expect(envelope.from).toBe(bounceAddressOf({ key, attempt, domain: 'b.acme.test' }));
    expect(readMessageId(envelope.from.toLowerCase())?.attempt).toBe(attempt);
  });
});

test('ids of messages are recognised by their key, and forged ones are not', () => {
  const attempt = 'att_01JD0000000000000000000001';
  const own = messageIdOf({ key, attempt, mailbox: 'ann@exämple.de' });
  expect(own).toMatch(/@xn--exmple-cua\.de>$/);
  expect(readMessageId(own)?.attempt).toBe(attempt);
  expect(isOwnMessageId({ key, text: own })).toBe(true);
  expect(isOwnMessageId({ key: `${key}x`, text: own })).toBe(false);
  expect(isOwnMessageId({ key, text: own.replace('1.', '2.') })).toBe(false);
});

test('a link to unsubscribe is one of this key, client and attempt only', () => {
  const of = { client: 'acme', campaign: 'cmp_1', attempt: 'att_1' };
  const url = unsubscribeUrl({ ...of, publicUrl: 'https://calls.example.com', key });
  const link = readUnsubscribeUrl(url);
  expect(link).toMatchObject(of);
  if (!link) return;
  expect(isOwnLink({ key, link })).toBe(true);
  expect(isOwnLink({ key, link: { ...link, client: 'other' } })).toBe(false);
  expect(isOwnLink({ key, link: { ...link, token: '' } })).toBe(false);
});

test('a subject of two lines and a mailbox that is no address are refused in the file', () => {
  expect(() => emailStep({ subject: 'a\nb' })).toThrow('must be one line');
  expect(() => emailStep({ mailbox: 'ann' })).toThrow('must be an email address');
});
