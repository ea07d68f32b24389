import { onTestFinished } from 'vitest';
import { isEmailStep } from '../../../src/channels/email/step.ts';
import type { EmailStep } from '../../../src/channels/email/step.ts';
import { buildMessage } from '../../../src/channels/email/message/build-message.ts';
import type { BuiltMessage } from '../../../src/channels/email/message/build-message.ts';
import { createSmtpSender } from '../../../src/channels/email/smtp/sender.ts';
import { stepSchema } from '../../../src/channels/registry.ts';
import { renderTemplate } from '../../../src/contacts/template.ts';
import type { MailServerAccount } from '../../../src/domain/mailbox/mailbox.ts';
import { createSystemClock } from '../../../src/platform/system-clock.ts';
import { serveMailSimulator } from '../../../src/simulator/mail/index.ts';
import type { MailFaultInput, ServeMailNeeds } from '../../../src/simulator/mail/index.ts';

export const key = 'a-key-of-tests-with-32-characters';
const noon = Date.UTC(2027, 2, 1, 12);

export function emailStep(change: Record<string, unknown> = {}): EmailStep {
  const step = stepSchema.parse({
    id: 'hook',
    channel: 'email',
    mailbox: 'ann@acme.test',
    subject: 'Hello {{first_name}}',
    text: 'Hello {{first_name}}, one question.',
    ...change,
  });
  if (!isEmailStep(step)) throw new TypeError('not an email step');
  return step;
}

const realClock = createSystemClock();
let count = 0;

/** The message of a new attempt to an address. */
export async function newMessage({
  to,
  variables = { first_name: 'Ben' },
  earlier = [],
  bounceDomain = null,
  ...change
}: {
  to: string;
  variables?: Record<string, string>;
  earlier?: readonly { attempt: string }[];
  bounceDomain?: string | null;
  [key: string]: unknown;
}): Promise<BuiltMessage & { attempt: string; text: string }> {
  count += 1;
  const attempt = `att_01JD${String(count).padStart(22, '0')}`;
  const message = await buildMessage({
    touch: { attempt, address: to, variables },
    step: emailStep(change),
    origin: { address: 'ann@acme.test', name: 'Ann', bounceDomain, key },
    earlier,
    unsubscribeUrl: 'https://calls.example.com/unsubscribe?a=1',
    now: noon,
    render: (text, values) => renderTemplate({ text, contact: values, campaign: {} }).text,
  });
  return { ...message, attempt, text: message.raw.toString('latin1') };
}

/** Starts the mail simulator with faults, and what sends to it. */
export async function startMailServer({
  faults = [],
  tls = null,
  users = null,
}: {
  faults?: readonly MailFaultInput[];
  tls?: ServeMailNeeds['tls'];
  users?: { user: string; password: string }[] | null;
} = {}) {
  const options = { faults: [...faults], users, keep: 'all' as const };
  const server = await serveMailSimulator({ clock: realClock, options, ...(tls && { tls }) });
  onTestFinished(() => server.close());
  const account: MailServerAccount = { host: '127.0.0.1', port: server.smtp.port, security: 'none' };
  const accepted = () => server.simulator.journal.entries().filter((entry) => entry.type === 'accepted');
  return { server, account, accepted };
}

/** A server that nothing listens on. */
export const deadServer: MailServerAccount = { host: '127.0.0.1', port: 1, security: 'none' };

export function newSender() {
  const timeouts = { resolve: 1_500, connect: 1_500, greet: 1_500, silence: 1_500 };
  const smtp = createSmtpSender({ clock: realClock, timeouts });
  onTestFinished(() => smtp.close());
  return smtp;
}

/** A permit that counts its uses. */
export function countedPermit(isGranted = true) {
  const permit = { uses: 0, use: () => ((permit.uses += 1), isGranted) };
  return permit;
}
