import { ImapFlow } from 'imapflow';
import { describe, expect, onTestFinished, test } from 'vitest';
import { describeImap, mail } from './imap.suite.ts';
import { startMail } from './start-mail.ts';

const user = 'ann@acme.test';

describeImap('the mail simulator', async () => {
  const { imap, simulator, clock } = await startMail();
  return {
    ...imap,
    user,
    password: 'any',
    async deliver(raw) {
      simulator.mailboxes.add(user, 'INBOX', { at: clock.now(), raw: Buffer.from(raw) });
    },
  };
});

/** Starts a simulator and a client that is connected, and says how the client ends. */
async function startClient({
  options = {},
  password = 'secret',
}: Parameters<typeof startMail>[0] & { password?: string } = {}) {
  const mailServer = await startMail({ options });
  const client = new ImapFlow({
    ...mailServer.imap,
    secure: false,
    auth: { user, pass: password },
    logger: false,
    socketTimeout: 500,
  });
  client.on('error', () => undefined);
  const closed = new Promise((resolve) => {
    client.on('close', () => resolve('closed'));
  });
  onTestFinished(() => client.close());
  return { ...mailServer, client, closed };
}

describe('a client', () => {
  test('reads the answers to its messages', async () => {
    const { client, send, clock } = await startClient();
    await client.connect();
    await client.mailboxOpen('INBOX');
    const idling = client.idle();
    const announced = new Promise((resolve) => {
      client.on('exists', resolve);
    });
    await send('reply+no@example.test');
    await clock.pass(86_400_000);
    await announced;
    const [one] = await client.fetchAll('1:*', { envelope: true });
    expect(one?.envelope).toMatchObject({ inReplyTo: '<a1.token@acme.test>', subject: 'Re: Grüße an Sie' });
    await idling;
  });

  test('with a wrong password is refused', async () => {
    const { client } = await startClient({ options: { users: [{ user, password: 'other' }] } });
    await expect(client.connect()).rejects.toMatchObject({ authenticationFailed: true });
  });
});

describe('a fault', () => {
  test('drops every connection, or the one of a stage', async () => {
    const { client, closed, imap } = await startClient();
    await client.connect();
    imap.drop();
    expect(await closed).toBe('closed');
    const other = await startClient({
      options: { faults: [{ fault: 'close', match: { stage: 'imap-select', user } }] },
    });
    await other.client.connect();
    await expect(other.client.mailboxOpen('INBOX')).rejects.toThrow();
  });

  test('hangs IDLE: it is confirmed, and then nothing is announced', async () => {
    const { client, closed, simulator, clock } = await startClient({
      options: { faults: [{ fault: 'hang', match: { stage: 'imap-idle' } }] },
    });
    await client.connect();
    await client.mailboxOpen('INBOX');
    let announced = 0;
    client.on('exists', () => (announced += 1));
    void client.idle().catch(() => undefined);
    await expect.poll(() => client.idling).toBe(true);
    simulator.mailboxes.add(user, 'INBOX', { at: clock.now(), raw: Buffer.from(mail('one')) });
    // DONE is not answered, so the watchdog of the client ends the connection.
    await expect(client.search({ all: true })).rejects.toThrow();
    expect(await closed).toBe('closed');
    expect(announced).toBe(0);
  });

  test('renews UIDVALIDITY: the client is disconnected, and finds other UIDs', async () => {
    const { client, closed, simulator, imap, clock } = await startClient();
    for (const name of ['one', 'two']) {
      simulator.mailboxes.add(user, 'INBOX', { at: clock.now(), raw: Buffer.from(mail(name)) });
    }
    await client.connect();
    const { uidValidity } = await client.mailboxOpen('INBOX');
    simulator.mailboxes.renew(user, 'INBOX');
    expect(await closed).toBe('closed');
    const again = new ImapFlow({ ...imap, secure: false, auth: { user, pass: 'any' }, logger: false });
    onTestFinished(() => again.close());
    await again.connect();
    expect((await again.mailboxOpen('INBOX')).uidValidity).not.toBe(uidValidity);
  });
});
