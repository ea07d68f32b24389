import { describe, expect, test } from 'vitest';
import { dispositionOf } from '../../../src/channels/email/smtp/refusal.ts';
import { countedPermit, deadServer, newMessage, newSender, startMailServer } from './setup.ts';

const sendOne = async (
  setup: Awaited<ReturnType<typeof startMailServer>>,
  { to, permit = countedPermit() }: { to: string; permit?: ReturnType<typeof countedPermit> },
) => newSender().send({ servers: [setup.account], message: await newMessage({ to }), permit });

describe('a message is sent once', () => {
  test('and the server has it with the Message-ID of its attempt', async () => {
    const setup = await startMailServer();
    const permit = countedPermit();
    const message = await newMessage({ to: 'silent@example.com' });
    const outcome = await newSender().send({ servers: [setup.account], message, permit });
    expect(outcome).toMatchObject({ kind: 'accepted' });
    expect(permit.uses).toBe(1);
    expect(setup.accepted()).toMatchObject([{ attempt: message.attempt, mailFrom: 'ann@acme.test' }]);
  });

  test('not at all with a permit that was withdrawn: no byte of the message leaves', async () => {
    const setup = await startMailServer();
    const permit = countedPermit(false);
    expect(await sendOne(setup, { to: 'silent@example.com', permit })).toMatchObject({
      kind: 'not-placed',
      reason: 'expired',
    });
    expect(permit.uses).toBe(1);
    // The server decides on every message whose end it has seen.
    await expect.poll(setup.server.smtp.connections).toBe(0);
    expect(setup.server.simulator.journal.entries()).toEqual([]);
  });

  test('and the permit is asked only when the server waits for the message', async () => {
    const setup = await startMailServer();
    const permit = countedPermit();
    expect(await sendOne(setup, { to: 'refused@example.com', permit })).toMatchObject({ kind: 'refused' });
    expect(permit.uses).toBe(0);
  });
});

describe('another server is tried', () => {
  test('if the first has no connection, with the same Message-ID', async () => {
    const setup = await startMailServer();
    const message = await newMessage({ to: 'silent@example.com' });
    const smtp = newSender();
    const servers = [deadServer, setup.account];
    expect(await smtp.warm(servers)).toBeNull();
    expect(await smtp.send({ servers, message, permit: countedPermit() })).toMatchObject({
      kind: 'accepted',
    });
    expect(setup.accepted()).toMatchObject([{ messageId: message.messageId.slice(1, -1) }]);
  });

  test('if the first refuses the sender', async () => {
    const [first, second] = await Promise.all([
      startMailServer({ faults: [{ fault: 'refuse', code: 550, match: { stage: 'mail' } }] }),
      startMailServer(),
    ]);
    const message = await newMessage({ to: 'silent@example.com' });
    const servers = [first.account, second.account];
    const outcome = await newSender().send({ servers, message, permit: countedPermit() });
    expect(outcome).toMatchObject({ kind: 'accepted' });
    expect([first.accepted().length, second.accepted().length]).toEqual([0, 1]);
  });

  test.for(['hang', 'close'] as const)(
    'but not after the message was sent and the server did not answer: %s',
    async (how) => {
      const [first, second] = await Promise.all([
        startMailServer({ faults: [{ fault: `accepted-then-${how}` }] }),
        startMailServer(),
      ]);
      const message = await newMessage({ to: 'silent@example.com' });
      const servers = [first.account, second.account];
      const outcome = await newSender().send({ servers, message, permit: countedPermit() });
      expect(outcome).toMatchObject({ kind: 'ambiguous' });
      expect([first.accepted().length, second.accepted().length]).toEqual([1, 0]);
    },
  );
});

describe('the answer of the server decides', () => {
  test.for([
    ['refused@example.com', 'invalid'],
    ['greylist@example.com', 'deferred'],
    ['blocked@example.com', 'rejected'],
  ] as const)('%s ends as %s, and the connection is used again', async ([to, disposition]) => {
    const setup = await startMailServer();
    const smtp = newSender();
    const servers = [setup.account];
    const send = async (address: string) =>
      smtp.send({ servers, message: await newMessage({ to: address }), permit: countedPermit() });
    expect(await send(to)).toMatchObject({ kind: 'refused', disposition });
    expect(await send('silent@example.com')).toMatchObject({ kind: 'accepted' });
    expect(setup.server.smtp.connections()).toBe(1);
  });

  test('a refused login stops for an operator; a server that hangs or is not there is unreachable', async () => {
    const setup = await startMailServer({ users: [{ user: 'ann@acme.test', password: 'right' }] });
    const account = { ...setup.account, user: 'ann@acme.test', password: 'wrong' };
    expect(await newSender().warm([account])).toMatchObject({ kind: 'barred', fault: 'configuration' });
    expect(await newSender().warm([{ ...account, password: 'right' }])).toBeNull();
    const hung = await startMailServer({ faults: [{ fault: 'hang', match: { stage: 'connect' } }] });
    for (const server of [hung.account, deadServer])
      expect(await newSender().warm([server])).toMatchObject({ kind: 'not-placed', reason: 'unreachable' });
  });

  test('a certificate that no one trusts, and a server without STARTTLS, get nothing', async () => {
    const setup = await startMailServer({ tls: { mode: 'starttls' } });
    const plain = await startMailServer();
    const outcomes = await Promise.all(
      [setup, plain].map(({ account }) => newSender().warm([{ ...account, security: 'starttls' }])),
    );
    expect(outcomes).toMatchObject([{ reason: 'unreachable' }, { reason: 'unreachable' }]);
  });

  test.for([
    [550, '5.1.1 user unknown', 'recipient', 'invalid'],
    [552, '5.2.2 mailbox full', 'recipient', 'mailbox-full'],
    [550, 'quota exceeded', 'recipient', 'mailbox-full'],
    [550, '5.7.1 blocked by policy', 'recipient', 'rejected'],
    [550, 'no such user here', 'recipient', 'invalid'],
    [550, 'no such user here', 'message', 'rejected'],
    [451, '4.7.1 try again later', 'recipient', 'deferred'],
    [554, 'transaction failed', 'message', 'rejected'],
  ] as const)('%i %s (%s) ends as %s', ([code, text, stage, disposition]) => {
    expect(dispositionOf({ code, text, stage })).toBe(disposition);
  });
});
