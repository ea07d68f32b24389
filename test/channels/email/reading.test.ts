import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainRefusal, readMail, stripQuotes } from '../../../src/channels/email/reading/index.ts';
import type { ReadMail, ReadMailOptions } from '../../../src/channels/email/reading/index.ts';

const nobody: ReadMailOptions = { own: (address) => address === 'mara@sender.example' };
const read = (name: string): Promise<ReadMail> =>
  readMail(readFileSync(new URL(`mails/${name}.eml`, import.meta.url)), nobody);
const mailOf = (headers: string, text: string): Uint8Array =>
  Buffer.from(`From: kim@client.example\nTo: mara@sender.example\n${headers}\n\n${text}\n`);
const reply = (text: string, options: Partial<ReadMailOptions> = {}): Promise<ReadMail> =>
  readMail(mailOf('Subject: Re: hello', text), { ...nobody, ...options });
const absence = (text: string, options: Partial<ReadMailOptions> = {}): Promise<ReadMail> =>
  readMail(
    mailOf(
      'Subject: Automatic reply\nAuto-Submitted: auto-replied\nDate: Mon, 1 Jun 2026 08:00:00 +0000',
      text,
    ),
    {
      ...nobody,
      ...options,
    },
  );

describe('refusals of mail servers', () => {
  test.each([
    [550, '5.1.1', 'No such user here', 'invalid-recipient', 'stop'],
    [
      450,
      '4.1.1',
      'Recipient address rejected: User unknown in virtual mailbox table',
      'invalid-recipient',
      'stop',
    ],
    [550, '5.4.4', 'Host or domain name not found', 'invalid-domain', 'stop'],
    [556, '5.1.10', 'Recipient address has null MX', 'invalid-domain', 'stop'],
    [551, '5.1.6', 'The user has moved', 'moved', 'stop'],
    [550, '5.2.1', 'The mailbox is over quota', 'mailbox-full', 'again-later'],
    [550, '5.2.1', 'This account has been disabled', 'mailbox-inactive', 'again-later'],
    [451, '4.7.1', 'Greylisted, please try again later', 'temporary', 'again-later'],
    [
      550,
      '5.7.26',
      'The MAIL FROM domain has an SPF record with a hard fail',
      'sender-authentication',
      'pause-mailbox',
    ],
    [554, '5.7.1', 'Your IP is listed at zen.spamhaus.org', 'sender-reputation', 'pause-mailbox'],
    [553, '5.1.8', 'Domain of sender address x@y does not exist', 'sender-address', 'pause-mailbox'],
    [421, '4.7.0', 'Too many messages from your address', 'rate-limited', 'pause-mailbox'],
    [550, '5.7.1', 'Message rejected because it is considered spam', 'content', 'pause-variant'],
    [552, '5.3.4', 'Message size exceeds fixed limit', 'too-large', 'pause-variant'],
    [550, '5.0.0', '', 'unknown', 'again-later'],
  ] as const)('%i %s %s is %s', (code, enhanced, text, reason, action) => {
    const refusal = explainRefusal(code, enhanced, text);
    expect(refusal).toEqual({ reason, action, hard: action === 'stop' });
  });

  test('the local part of an address says nothing', () => {
    expect(explainRefusal(451, '4.3.0', '<user-unknown@full-mailbox.example>: try again later').reason).toBe(
      'temporary',
    );
  });

  test('a recipient that is refused after the message was accepted exists', () => {
    expect(explainRefusal(550, '', 'User unknown (in reply to end of DATA command)').reason).toBe('filtered');
  });
});

describe('notices of mail systems', () => {
  test('the fields of recipients are not mixed, and a delay or a delivery of others is no failure', async () => {
    const mail = await read('two-recipients');
    expect(mail.kind).toBe('bounce');
    expect(mail.recipients.map(({ address, reason }) => [address, reason])).toEqual([
      ['gone@one.example', 'invalid-recipient'],
      ['slow@two.example', 'delayed'],
      ['fine@three.example', 'delivered'],
    ]);
  });

  test('a notice in words names its recipients, not those of the returned message', async () => {
    const mail = await read('text-only');
    expect(mail.recipients.map(({ address, reason, hard }) => [address, reason, hard])).toEqual([
      ['gone@one.example', 'invalid-recipient', true],
      ['kim@two.example', 'sender-authentication', false],
    ]);
  });

  test.each([
    ['full-mailbox', 'bounce'],
    ['delay', 'delay'],
    ['complaint', 'complaint'],
    ['authentication-report', 'automatic'],
    ['receipt', 'automatic'],
  ])('%s is a %s', async (name, kind) => {
    expect((await read(name)).kind).toBe(kind);
  });
});

describe('replies', () => {
  test('only the text without quotes counts, and the newest message is answered', async () => {
    const mail = await read('quoted-footer');
    expect(mail).toMatchObject({
      kind: 'reply',
      class: 'interested',
      text: "Sounds good, let's talk on Thursday.",
    });
    expect(mail.messageIds).toEqual(['att_2.token@sender.example', 'att_1.token@sender.example']);
  });

  test('a copy of our own message is no reply', async () => {
    const copy = Buffer.from('From: Mara <MARA@sender.example>\nSubject: Re: hello\n\nInterested?');
    expect((await readMail(copy, nobody)).kind).toBe('own');
  });

  test.each([
    ['We are interested, please send me more information.', 'interested'],
    ['We are not interested.', 'not-interested'],
    ['Wir haben kein Interesse.', 'not-interested'],
    ['Wir haben großes Interesse, bitte schicken Sie mir mehr Informationen.', 'interested'],
    ['Non siamo interessati, grazie.', 'not-interested'],
    ['Please remove me from your list.', 'unsubscribe'],
    ["Please don't remove me from the list.", 'unclear'],
    ['Interesting, but please unsubscribe me.', 'unsubscribe'],
    ['Kim no longer works here.', 'left-company'],
    ['I am not the right person, please contact Ben.', 'wrong-person'],
    ['Thank you, I will read it.', 'unclear'],
    ['', 'unclear'],
  ])('%s: %s', async (text, expected) => {
    expect((await reply(text)).class).toBe(expected);
  });

  test('a hint is enough only with high sensitivity', async () => {
    const text = 'Curious.';
    expect((await reply(text)).class).toBe('unclear');
    expect((await reply(text, { sensitivity: 'high' })).class).toBe('interested');
  });

  test('answers between the lines of a quote are kept', () => {
    expect(stripQuotes('> When?\nOn Tuesday.\n> Where?\nHere.')).toBe('On Tuesday.\nHere.');
  });
});

describe('absences', () => {
  test.each([
    ['I am out of the office. I will be back on 12 June.', '2026-06-12'],
    ['I am out of the office through 12 June.', '2026-06-13'],
    ['I am on leave until 12 June 2026.', '2026-06-13'],
    ['Ich bin bis einschließlich 12. Juni abwesend.', '2026-06-13'],
    ['Ich bin ab dem 15.06.2026 wieder im Büro.', '2026-06-15'],
    ["Je suis absent jusqu'au 12 juin inclus.", '2026-06-13'],
    ['Estaré de vacaciones hasta el 12 de junio.', '2026-06-13'],
    ['Sono in ferie dal 2 al 12 giugno.', '2026-06-13'],
    ['Estou de férias até 12 de junho.', '2026-06-13'],
    ['Ik ben afwezig tot en met 12 juni.', '2026-06-13'],
    ['Jag är tillbaka den 15 juni.', '2026-06-15'],
    ['Jestem na urlopie do 12 czerwca.', '2026-06-13'],
    ['Я в отпуске до 12 июня.', '2026-06-13'],
    ['6月12日まで不在です。', '2026-06-13'],
    ['I am on vacation and answer when I can.', null],
  ])('%s: back on %s', async (text, returnsOn) => {
    const mail = await absence(text);
    expect([mail.kind, mail.absence?.returnsOn]).toEqual(['out-of-office', returnsOn]);
  });

  test('the country decides whether 7/6 is in July or June', async () => {
    const text = 'I am out of the office and back on 7/6/2026.';
    expect((await absence(text)).absence).toMatchObject({ returnsOn: null, ambiguous: true });
    expect((await absence(text, { country: 'US' })).absence).toMatchObject({
      returnsOn: '2026-07-06',
      ambiguous: false,
    });
    expect((await absence(text, { country: 'GB' })).absence).toMatchObject({
      returnsOn: '2026-06-07',
      ambiguous: false,
    });
  });

  test('a date more than 92 days ahead is for a person to check', async () => {
    expect((await absence('I am on leave until 30 September.')).absence?.review).toBe('far-ahead');
  });

  test('the header of Apple names the last day away', async () => {
    expect((await read('apple-vacation')).absence).toMatchObject({
      returnsOn: '2026-11-21',
      readAs: { from: 'header' },
    });
  });

  test('an automatic reply of a ticket system is no absence, and one may say that somebody left', async () => {
    expect((await absence('We received your request 4711.')).kind).toBe('automatic');
    expect(await absence('Kim no longer works here.')).toMatchObject({
      kind: 'automatic',
      class: 'left-company',
    });
  });
});

describe('any bytes', () => {
  test('are read without an error', async () => {
    const line = fc.constantFrom(
      'From: a@b.example',
      'Content-Type: multipart/mixed; boundary=b',
      '--b',
      '--b--',
      '',
      '> x',
      '=?utf-8?q?=ff?=',
      'Content-Transfer-Encoding: base64',
      'Content-Type: text/html; charset=none',
      '<p <p',
      'Status: 5.1.1',
      'Final-Recipient: rfc822;',
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.array(line, { maxLength: 30 }).map((lines) => Buffer.from(lines.join('\r\n'))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (raw) => {
        expect((await readMail(raw, nobody)).kind).toBeTypeOf('string');
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    '<',
    '>',
    'a@',
    '=?',
    '--b\n',
    'on ',
    ' ',
    '12.',
    'a ',
    'from: ',
    '1 ',
    '"',
    'back ',
    'a\n',
    '(',
    'user ',
  ])('%j over and over is read in bounded time', async (unit) => {
    const started = performance.now();
    const text = unit.repeat(400_000 / unit.length);
    await absence(text);
    await readMail(mailOf('Subject: failure notice\nReturn-Path: <>\nFrom: mailer-daemon@x', text), nobody);
    await readMail(mailOf('Content-Type: text/html', text), nobody);
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  test('an attachment of 50 MB is not read', async () => {
    const raw = Buffer.concat([
      mailOf('Subject: Re: hello', 'We are not interested.\n-- \n'),
      Buffer.alloc(50_000_000, 'A'),
    ]);
    const started = performance.now();
    expect((await readMail(raw, nobody)).class).toBe('not-interested');
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
