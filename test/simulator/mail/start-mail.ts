import { createTransport } from 'nodemailer';
import { onTestFinished } from 'vitest';
import { serveMailSimulator } from '../../../src/simulator/mail/index.ts';
import type { MailOptionsInput, ServeMailNeeds } from '../../../src/simulator/mail/index.ts';
import { createTestClock } from '../../support/time/test-clock.ts';
import type { TestClock } from '../../support/time/test-clock.ts';
import { monday } from '../carrier.ts';

export type MessageInput = { attempt?: string; html?: string; list?: { url: string; oneClick: boolean } };

/** Starts a mail simulator under virtual time, with an SMTP client that logs in as `ann@acme.test`. */
export async function startMail({
  options = {},
  ...needs
}: Partial<Omit<ServeMailNeeds, 'clock'>> & { options?: MailOptionsInput; clock?: TestClock } = {}) {
  let pending = (): number => 0;
  const clock = needs.clock ?? createTestClock({ startAt: monday, isBusy: () => pending() > 0 });
  const server = await serveMailSimulator({ seed: 7, options, ...needs, clock });
  ({ pending } = server.simulator);
  const client = createTransport({
    host: server.smtp.host,
    port: server.smtp.port,
    auth: { user: 'Ann@acme.test', pass: 'secret' },
    pool: true,
    maxRequeues: 0,
    // Answers come at once. A hang is noticed soon.
    greetingTimeout: 1_000,
    socketTimeout: 500,
    tls: { rejectUnauthorized: false },
  });
  onTestFinished(async () => {
    client.close();
    await server.close();
  });
  return {
    ...server,
    clock,
    send: (to: string, attempt = 'a1') => client.sendMail(messageTo(to, { attempt })),
    sendMessage: (to: string, input: MessageInput) => client.sendMail(messageTo(to, input)),
    /** The mails in a folder of the client's mailbox. */
    mails: (folder: 'INBOX' | 'Sent' | 'Junk' = 'INBOX') =>
      server.simulator.mailboxes.folder('ann@acme.test', folder).mails,
  };
}

export const messageTo = (to: string, { attempt = 'a1', html, list }: MessageInput) => ({
  from: 'Änn Acme <ann+campaign@acme.test>',
  to,
  envelope: { from: `bounce+${attempt}.token@acme.test`, to: to.split(', ') },
  messageId: `<${attempt}.token@acme.test>`,
  subject: 'Grüße an Sie',
  text: 'One question.\nShall we talk?',
  ...(html !== undefined && { html }),
  ...(list && {
    headers: {
      'List-Unsubscribe': `<mailto:stop@acme.test>, <${list.url}>`,
      ...(list.oneClick && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  }),
});
