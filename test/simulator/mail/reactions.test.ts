import { simpleParser } from 'mailparser';
import type { ParsedMail } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { createMemoryJournal } from '../../../src/simulator/index.ts';
import { bounceReasons, noticeStyles } from '../../../src/simulator/mail/behaviour/reaction.ts';
import type { MailEntry } from '../../../src/simulator/mail/index.ts';
import { languageNames } from '../../../src/simulator/mail/texts/languages.ts';
import { startMail } from './start-mail.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Sends a message, lets days pass, and returns what arrived in the mailbox of the sender. */
async function answersTo(to: string, folder: 'INBOX' | 'Junk' = 'INBOX') {
  const mail = await startMail();
  await mail.send(to);
  await mail.clock.pass(6 * dayMs);
  const raws = mail.mails(folder).map(({ raw }) => raw);
  return { ...mail, raws, parsed: await Promise.all(raws.map((raw) => simpleParser(raw, parseOptions))) };
}

const parseOptions = { keepDeliveryStatus: true };

function header(mail: ParsedMail | undefined, name: string): unknown {
  return mail?.headers.get(name);
}

const statusOf = (mail: ParsedMail | undefined): string =>
  mail?.attachments
    .find(({ contentType }) => contentType === 'message/delivery-status')
    ?.content.toString() ?? '';

describe('a bounce', () => {
  test('is a delivery report to the envelope sender, in every style and for every reason', async () => {
    const cases = noticeStyles.flatMap((style) => bounceReasons.map((reason) => ({ style, reason })));
    const { send, clock, mails } = await startMail();
    for (const { style, reason } of cases) await send(`bounce+${style}+${reason}@example.test`);
    await clock.pass(hourMs);
    const parsed = await Promise.all(mails().map(({ raw }) => simpleParser(raw, parseOptions)));
    expect(parsed).toHaveLength(cases.length);
    for (const { style, reason } of cases) {
      const to = `bounce+${style}+${reason}@example.test`;
      const bounce = parsed.find(({ text }) => text?.includes(to));
      expect({ to, sender: header(bounce, 'return-path') }).toMatchObject({ to, sender: { text: '' } });
      expect(bounce?.to).toMatchObject({ text: 'bounce+a1.token@acme.test' });
      if (style === 'qmail') expect(bounce?.text).toContain('Message-ID: <a1.token@acme.test>');
      else {
        expect(statusOf(bounce)).toMatch(/^Action: failed\r\nStatus: [45]\.\d+\.\d+$/m);
        expect(statusOf(bounce)).toContain(`Final-Recipient: rfc822; ${to}`);
        expect(bounce?.attachments.at(-1)?.content.toString()).toContain('Message-ID: <a1.token@acme.test>');
      }
    }
  });

  test('of a full mailbox ends after the number of messages that the address names', async () => {
    const { send, clock, simulator } = await startMail();
    for (const attempt of ['a1', 'a2', 'a3']) await send('full+2@example.test', attempt);
    await clock.pass(hourMs);
    const bounced = simulator.journal.entries().filter((entry) => entry.type === 'received');
    expect(bounced.map(({ message }) => message).toSorted()).toEqual(['M000001', 'M000002']);
  });
});

test('a delay is a notice after four hours, and a bounce after five days if the address says so', async () => {
  const { parsed, simulator, raws } = await answersTo('delay+bounce+postfix@example.test');
  expect(parsed.map((one) => /^Action: .*$/m.exec(statusOf(one))?.[0])).toEqual([
    'Action: delayed',
    'Action: failed',
  ]);
  expect(raws).toHaveLength(2);
  const [sent] = simulator.journal.entries();
  const times = simulator.journal.entries().filter((entry) => entry.type === 'received');
  expect(times.map(({ at }) => at - (sent?.at ?? 0))).toEqual([4 * hourMs, 5 * dayMs]);
});

describe('an absence', () => {
  test('names the day of the return in its language, and answers only the first message', async () => {
    const { parsed, send, clock, mails } = await answersTo('ooo+7+de+back+exchange@example.test');
    expect(parsed).toMatchObject([
      { subject: 'Automatische Antwort: Grüße an Sie', text: expect.stringContaining('8. März 2027') },
    ]);
    expect(header(parsed[0], 'x-auto-response-suppress')).toBe('All');
    expect(header(parsed[0], 'auto-submitted')).toBeUndefined();
    await send('ooo+7+de+back+exchange@example.test', 'a2');
    await clock.pass(dayMs);
    expect(mails()).toHaveLength(1);
  });

  test('of Sieve goes to the envelope sender, and that of Apple has its dates in a header', async () => {
    const sieve = await answersTo('ooo+sieve@example.test');
    expect(sieve.parsed[0]?.to).toMatchObject({ text: 'bounce+a1.token@acme.test' });
    expect(header(sieve.parsed[0], 'auto-submitted')).toBe('auto-replied (vacation)');
    const apple = await answersTo('ooo+apple+5@example.test');
    expect(header(apple.parsed[0], 'x-apple-criteria')).toBe('{startDate=2027-03-01,endDate=2027-03-05}');
  });

  test('is in the thread of the message, in every language', async () => {
    const { send, clock, mails } = await startMail();
    for (const language of languageNames) await send(`ooo+${language}@example.test`);
    for (const language of languageNames) await send(`left+${language}@example.test`);
    for (const language of languageNames) await send(`auto+${language}@example.test`);
    await clock.pass(hourMs);
    const parsed = await Promise.all(mails().map(({ raw }) => simpleParser(raw)));
    expect(parsed.map(({ inReplyTo }) => inReplyTo)).toEqual(
      Array.from({ length: 3 * languageNames.length }, () => '<a1.token@acme.test>'),
    );
    expect(new Set(parsed.map(({ text }) => text)).size).toBeGreaterThan(2.5 * languageNames.length);
  });
});

describe('a reply', () => {
  test('quotes the message and is in its thread, addressed to the sender', async () => {
    const { parsed } = await answersTo('reply+no+de@example.test');
    expect(parsed).toMatchObject([
      {
        subject: 'AW: Grüße an Sie',
        to: { text: 'ann+campaign@acme.test' },
        inReplyTo: '<a1.token@acme.test>',
        references: '<a1.token@acme.test>',
        text: expect.stringMatching(/kein Interesse[\s\S]*schrieb Änn Acme <ann[\s\S]*^> One question\.$/m),
      },
    ]);
  });

  test('may arrive in Junk, from another address, and without a thread or a quote', async () => {
    const { parsed } = await answersTo(
      'reply+interested+junk+alias+unthreaded+unquoted@example.test',
      'Junk',
    );
    expect(parsed[0]).toMatchObject({
      from: { text: 'office@example.test' },
      text: expect.not.stringContaining('>'),
    });
    expect(parsed[0]?.inReplyTo).toBeUndefined();
  });

  test('follows the message that the address names', async () => {
    const { send, clock, simulator } = await startMail();
    for (const attempt of ['a1', 'a2', 'a3']) await send('reply+interested+2@example.test', attempt);
    await clock.pass(dayMs);
    expect(simulator.journal.entries().filter((entry) => entry.type === 'received')).toMatchObject([
      { message: 'M000002' },
    ]);
  });

  test('is written in every language and of every kind', async () => {
    const { send, clock, mails } = await startMail();
    for (const language of languageNames) {
      for (const says of ['interested', 'no', 'stop', 'left', 'wrong', 'unclear']) {
        await send(`reply+${says}+${language}+unquoted@example.test`);
      }
    }
    await clock.pass(dayMs);
    const parsed = await Promise.all(mails().map(({ raw }) => simpleParser(raw)));
    expect(new Set(parsed.map(({ text }) => text)).size).toBe(6 * languageNames.length);
  });
});

test('a complaint is a feedback report about the message', async () => {
  for (const style of ['message', 'headers']) {
    const { raws } = await answersTo(`complaint+${style}@example.test`);
    const text = raws[0]?.toString() ?? '';
    expect(text).toContain('report-type=feedback-report');
    expect(text).toMatch(/^Feedback-Type: abuse\r$/m);
    expect(text).toContain('Message-ID: <a1.token@acme.test>');
    expect(text.includes(`Original-Rcpt-To: <complaint+${style}@example.test>`)).toBe(style === 'message');
  }
});

describe('a simulator that starts again', () => {
  test('has the same mailboxes, and carries out what is missing', async () => {
    const journal = createMemoryJournal<MailEntry>();
    const first = await startMail({ journal });
    for (const to of ['bounce@example.test', 'reply+no@example.test', 'ooo@example.test'])
      await first.send(to);
    await first.clock.pass(hourMs / 20);
    const before = first.mails().map(({ uid, at, raw }) => ({ uid, at, raw: raw.toString() }));
    expect(before.length).toBeGreaterThan(0);
    await first.close();
    await first.clock.pass(dayMs);
    expect(first.mails()).toHaveLength(before.length);
    const second = await startMail({ journal, clock: first.clock });
    expect(second.mails().map(({ uid, at, raw }) => ({ uid, at, raw: raw.toString() }))).toEqual(before);
    await second.clock.pass(dayMs);
    expect(second.mails()).toHaveLength(3);
  });

  test('plays the same seed and messages in the same way, and another seed differently', async () => {
    const play = async (seed: number): Promise<string> => {
      const { send, clock, simulator } = await startMail({
        seed,
        options: { keep: 'all', sentCopies: true },
      });
      for (let number = 0; number < 60; number += 1) {
        await send(`person${number}@example${number % 7}.test`, `a${number}`).catch(() => undefined);
      }
      await clock.pass(7 * dayMs);
      // nodemailer draws the boundaries of the messages, not the simulator.
      return JSON.stringify(
        simulator.journal.entries().map((entry) => ({ ...entry, raw: null, bytes: null })),
      );
    };
    const played = await play(1);
    expect(played).toContain('"received"');
    expect(await play(1)).toBe(played);
    expect(await play(2)).not.toBe(played);
  });
});

test('a copy of each message is in the Sent folder of its sender if the options say so', async () => {
  const { send, mails } = await startMail({ options: { keep: 'all', sentCopies: true } });
  await send('bob+silent@example.test');
  expect(mails('Sent')).toMatchObject([{ uid: 1, flags: new Set(['\\Seen']) }]);
});
