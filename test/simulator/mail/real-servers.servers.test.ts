import { randomUUID } from 'node:crypto';
import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import type { ParsedMail } from 'mailparser';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Dovecot } from '../../../scripts/servers/dovecot.ts';
import { until } from '../../../scripts/servers/until.ts';
import { serveMailSimulator } from '../../../src/simulator/mail/index.ts';
import {
  requireMailServers,
  startMailServers,
  startTestDovecot,
} from '../../support/servers/mail-servers.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { createFastClocks } from '../../support/time/fast-clocks.ts';
import { describeImap } from './imap.suite.ts';
import { messageTo } from './start-mail.ts';

const dovecotBin = requireServer('dovecot');

describe.skipIf(dovecotBin === null)('a real Dovecot', () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startTestDovecot({ bin: dovecotBin ?? '' });
  });
  afterAll(() => dovecot.stop());

  describeImap('Dovecot', async () => {
    const { host, port, lmtpPort } = dovecot;
    const user = `user-${randomUUID()}`;
    const lmtp = createTransport({ host, port: lmtpPort, lmtp: true, ignoreTLS: true });
    onTestFinished(() => lmtp.close());
    return {
      host,
      port,
      user,
      password: 'any',
      async deliver(raw) {
        await lmtp.sendMail({ envelope: { from: 'bob@example.test', to: `${user}@acme.test` }, raw });
      },
    };
  });
});

const bins = requireMailServers();

/** Postfix and Dovecot, and a simulator on real time as the mail server of `example.test`. */
async function startPost({ bins }: { bins: { dovecot: string; postfix: string } }) {
  const { clock } = createFastClocks(1);
  const others = await serveMailSimulator({ clock, options: { scenario: { greylistMs: 4_000 } } });
  const relays = { 'example.test': others.smtp.port };
  const { dovecot, postfix, stop } = await startMailServers({ bins, users: ['ann', 'zoe'], relays });
  const smtp = createTransport({ host: postfix.host, port: postfix.port, ignoreTLS: true });
  return {
    others,
    dovecot,
    send: (to: string, attempt: string) => smtp.sendMail(messageTo(to, { attempt })),
    async stop() {
      smtp.close();
      await stop();
      await others.close();
    },
  };
}

/** Opens the mailbox of the sender with imapflow. `receive` waits for the first mail that matches. */
async function openInbox({ dovecot: { host, port } }: { dovecot: Dovecot }) {
  const auth = { user: 'ann', pass: 'any' };
  const client = new ImapFlow({ host, port, secure: false, auth, logger: false });
  await client.connect();
  onTestFinished(() => client.close());
  await client.mailboxOpen('INBOX');
  const receive = async (isWanted: (raw: string) => boolean): Promise<{ mail: ParsedMail; raw: string }> => {
    let found = '';
    await until(
      async () => {
        await client.noop();
        const mails =
          client.mailbox && client.mailbox.exists > 0 ? await client.fetchAll('1:*', { source: true }) : [];
        found = mails.map(({ source }) => source?.toString() ?? '').find((raw) => isWanted(raw)) ?? '';
        return found !== '';
      },
      { what: 'the mail' },
    );
    return { mail: await simpleParser(found), raw: found };
  };
  return { client, receive };
}

describe.skipIf(bins === null)('Postfix, Dovecot and Sieve', () => {
  let post: Awaited<ReturnType<typeof startPost>>;
  beforeAll(async () => {
    if (bins) post = await startPost({ bins });
  });
  afterAll(() => post.stop());

  test('refuse an unknown recipient at once', async () => {
    await expect(post.send('nobody@acme.test', 'unknown')).rejects.toMatchObject({ responseCode: 550 });
  });

  test('return a genuine bounce to the address of the attempt', async () => {
    const { receive } = await openInbox(post);
    await post.send('refused@example.test', 'b1');
    const { mail, raw } = await receive((text) => /^Action: failed\r$/m.test(text));
    expect(mail).toMatchObject({ subject: 'Undelivered Mail Returned to Sender' });
    expect(raw).toMatch(/^Final-Recipient: rfc822; ?refused@example\.test\r$/m);
    expect(raw).toMatch(/^Status: 5\.1\.1\r$/m);
    expect(raw).toContain('Message-ID: <b1.token@acme.test>');
    // Plus addressing keeps the attempt: the alias of bounce@ passes its tag on.
    expect(raw).toMatch(/^Delivered-To: <?ann\+b1\.token@acme\.test>?\r$/m);
    expect(post.others.simulator.audit().refusals).toMatchObject({ 550: 1 });
  });

  test('announce a genuine delay, then deliver', async () => {
    const { receive } = await openInbox(post);
    await post.send('greylist@example.test', 'd1');
    const { raw } = await receive((text) => /^Action: delayed\r$/m.test(text));
    expect(raw).toMatch(/^Will-Retry-Until: /m);
    await until(() => post.others.simulator.audit().messages === 1, { what: 'the delivery' });
    expect(post.others.simulator.audit().perAttempt).toEqual({ d1: 1 });
  });

  test('answer for a person on vacation, and announce it during IDLE', async () => {
    const { client, receive } = await openInbox(post);
    await post.dovecot.setSieve(
      'zoe',
      'require ["vacation"];\nvacation :days 1 :subject "Out of office" "I am back on 15 March 2027.";\n',
    );
    const announced = new Promise((resolve) => {
      client.on('exists', resolve);
    });
    const idling = client.idle();
    await post.send('zoe@acme.test', 'v1');
    await announced;
    const { mail, raw } = await receive((text) => text.includes('Subject: Out of office'));
    await idling;
    expect(mail).toMatchObject({ inReplyTo: '<v1.token@acme.test>', text: 'I am back on 15 March 2027.\n' });
    expect(raw).toMatch(/^Auto-Submitted: auto-replied \(vacation\)\r$/m);
  });
});
