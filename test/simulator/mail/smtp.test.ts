import { createTransport } from 'nodemailer';
import type { SentMessageInfo } from 'nodemailer';
import { describe, expect, test } from 'vitest';
import { createMemoryJournal } from '../../../src/simulator/index.ts';
import type { MailEntry } from '../../../src/simulator/mail/index.ts';
import { createLineClient } from './line-client.ts';
import { messageTo, startMail } from './start-mail.ts';

const minuteMs = 60_000;

type Failure = { responseCode?: number; response?: string; code?: string; command?: string };

async function failure(sent: Promise<SentMessageInfo>): Promise<Failure> {
  return sent.then(
    () => ({ response: 'was accepted' }),
    (error: Failure) => error,
  );
}

describe('a message', () => {
  test('is in the journal with its attempt, recipient, bytes and instant before the client gets the answer', async () => {
    const { send, simulator, clock } = await startMail();
    const { response } = await send('bob+silent@example.test');
    expect(response).toBe('250 2.0.0 Ok: queued as M000001');
    expect(simulator.journal.entries()).toEqual([
      {
        type: 'accepted',
        at: clock.now(),
        id: 'M000001',
        user: 'ann@acme.test',
        mailFrom: 'bounce+a1.token@acme.test',
        messageId: 'a1.token@acme.test',
        attempt: 'a1',
        recipients: [
          { to: 'bob+silent@example.test', ordinal: 1, plan: { outcome: 'silent', reactions: [] } },
        ],
        bytes: expect.any(Number),
      },
      { type: 'reply', at: clock.now(), id: 'M000001', reply: 'accepted' },
    ]);
  });

  test('that is sent twice for one attempt and recipient is named by the audit', async () => {
    const { send, simulator } = await startMail();
    await send('bob+silent@example.test');
    await send('eve+silent@example.test');
    await send('bob+silent@example.test');
    await send('bob+silent@example.test', 'a2');
    expect(simulator.audit()).toMatchObject({
      messages: 4,
      recipients: 4,
      perAttempt: { a1: 3, a2: 1 },
      doubles: [{ attempt: 'a1', to: 'bob+silent@example.test', ids: ['M000001', 'M000003'] }],
    });
  });
});

describe('a recipient', () => {
  test('that does not exist is refused at RCPT, under virtual time at once', async () => {
    const { send, simulator } = await startMail();
    expect(await failure(send('refused@example.test'))).toMatchObject({
      responseCode: 550,
      command: 'RCPT TO',
      response: expect.stringContaining('5.1.1 <refused@example.test>'),
    });
    expect(simulator.journal.entries()).toMatchObject([{ type: 'refused', stage: 'rcpt', attempt: 'a1' }]);
  });

  test('that is filtered is refused after DATA', async () => {
    const { send, simulator } = await startMail();
    expect(await failure(send('bob+blocked@example.test'))).toMatchObject({
      responseCode: 554,
      command: 'DATA',
    });
    expect(simulator.audit()).toMatchObject({ messages: 0, refusals: { 554: 1 } });
  });

  test('that is greylisted accepts five minutes after the first try, also after a restart', async () => {
    const journal = createMemoryJournal<MailEntry>();
    const first = await startMail({ journal });
    expect(await failure(first.send('greylist@example.test'))).toMatchObject({ responseCode: 451 });
    await first.clock.pass(4 * minuteMs);
    expect(await failure(first.send('greylist@example.test'))).toMatchObject({ responseCode: 451 });
    const second = await startMail({ journal, clock: first.clock });
    expect(await failure(second.send('greylist@example.test'))).toMatchObject({ responseCode: 451 });
    await first.clock.pass(minuteMs);
    expect(await second.send('greylist@example.test')).toMatchObject({ accepted: ['greylist@example.test'] });
  });

  test('without a word in the address behaves as the seed says, and one that does not exist stays so', async () => {
    const outcomes = async (seed: number): Promise<string[]> => {
      const { send } = await startMail({
        seed,
        options: { scenario: { weights: { silent: 1, refused: 1 } } },
      });
      const answers: string[] = [];
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'a', 'b', 'c', 'd', 'e', 'f']) {
        answers.push(
          await send(`${name}@example.test`).then(
            () => 'sent',
            () => 'refused',
          ),
        );
      }
      return answers;
    };
    const seen = await outcomes(3);
    expect(seen.slice(6)).toEqual(seen.slice(0, 6));
    expect(new Set(seen)).toEqual(new Set(['sent', 'refused']));
    expect(await outcomes(3)).toEqual(seen);
    expect(await outcomes(4)).not.toEqual(seen);
  });
});

test.each(['starttls', 'implicit'] as const)(
  'TLS (%s) is used, with a certificate that no client trusts',
  async (mode) => {
    const { smtp, send } = await startMail({ tls: { mode } });
    const strict = createTransport({ ...smtp, secure: mode === 'implicit', requireTLS: true });
    expect(await failure(strict.sendMail(messageTo('bob@example.test', {})))).toMatchObject({
      code: 'ESOCKET',
    });
    if (mode === 'starttls') expect(await send('bob+silent@example.test')).toMatchObject({ rejected: [] });
  },
);

test('a message that is too large, and recipients beyond the maximum, are refused', async () => {
  const { send, smtp } = await startMail({ options: { maxBytes: 1_000, maxRecipients: 2 } });
  const large = createTransport({ ...smtp }).sendMail({
    ...messageTo('bob+silent@example.test', {}),
    text: 'x'.repeat(2_000),
  });
  expect(await failure(large)).toMatchObject({ responseCode: 552 });
  const many = ['a+silent@example.test', 'b+silent@example.test', 'c+silent@example.test'];
  expect(await send(many.join(', '))).toMatchObject({ accepted: many.slice(0, 2), rejected: many.slice(2) });
});

describe('a login', () => {
  test('with a wrong password is refused with 535', async () => {
    const { send } = await startMail({ options: { users: [{ user: 'ann@acme.test', password: 'other' }] } });
    expect(await failure(send('bob@example.test'))).toMatchObject({ code: 'EAUTH', responseCode: 535 });
  });

  test('may be required', async () => {
    const { smtp } = await startMail({ options: { login: 'required' } });
    const lines = await createLineClient(smtp);
    await lines.send('EHLO client.test');
    expect(await lines.send('MAIL FROM:<ann@acme.test>')).toMatch(/^530 /);
  });
});

describe('a fault', () => {
  test('refuses, hangs, or closes the connection at each stage', async () => {
    const faults = (['connect', 'helo', 'auth', 'mail', 'rcpt', 'data', 'body'] as const).flatMap((stage) =>
      (['refuse', 'hang', 'close'] as const).map((fault) => ({ fault, stage })),
    );
    const played = await Promise.all(
      faults.map(async ({ fault, stage }) => {
        const { send, simulator } = await startMail({
          options: { faults: [{ fault, match: { stage }, code: 421, times: 2 }] },
        });
        const failed = await failure(send('bob+silent@example.test'));
        const refused = simulator.audit();
        simulator.faults.replace([]);
        await send('bob+silent@example.test');
        return { fault, stage, failed, refused: refused.refusals, messages: refused.messages };
      }),
    );
    expect(played).toEqual(
      faults.map(({ fault, stage }) => ({
        fault,
        stage,
        failed: expect.objectContaining(
          fault === 'refuse'
            ? { responseCode: 421 }
            : { code: fault === 'hang' ? 'ETIMEDOUT' : expect.any(String) },
        ),
        refused: fault === 'refuse' ? { 421: expect.any(Number) } : {},
        messages: 0,
      })),
    );
  });

  test.each(['accepted-then-close', 'accepted-then-hang', 'accepted-then-refuse'] as const)(
    'can lose the answer to a message that is accepted: %s',
    async (fault) => {
      const { send, simulator } = await startMail({
        options: { faults: [{ fault, match: { attempt: 'a1' } }] },
      });
      expect(await failure(send('bob+silent@example.test'))).toHaveProperty('code');
      await send('bob+silent@example.test', 'a2');
      expect(simulator.audit()).toMatchObject({ messages: 2, unanswered: 1 });
    },
  );
});
