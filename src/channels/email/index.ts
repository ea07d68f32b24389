import { evidenceRanks } from '../../domain/attempt/attempt.ts';
import type { Evidence } from '../../domain/attempt/evidence.ts';
import type { Mailbox } from '../../domain/mailbox/mailbox.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Channel, PlaceOutcome, ReportEvidence, Touch } from '../contract.ts';
import { buildMessage } from './message/build-message.ts';
import type { BuiltMessage, EarlierMessage } from './message/build-message.ts';
import type { RenderText } from './message/render-message.ts';
import type { SmtpSender } from './smtp/sender.ts';
import { isEmailStep } from './step.ts';
import { unsubscribeUrl } from './unsubscribe/link.ts';

/** A mailbox with the key that signs the ids and links of its client. */
export type KnownMailbox = Pick<Mailbox, 'name' | 'servers' | 'bounceDomain'> & { key: string };

export type EmailPorts = {
  /** Returns a mailbox of a client; null if the client has none with this address. */
  findMailbox: (input: { client: string; address: string }) => Promise<KnownMailbox | null>;
  /** Returns the messages of the contact before this attempt that were accepted, from the same mailbox, the oldest first. */
  readEarlier: (touch: Pick<Touch, 'attempt' | 'sender'>) => Promise<readonly EarlierMessage[]>;
};

const sent: Evidence = {
  kind: 'ended',
  rank: evidenceRanks['hang-up'],
  providerId: null,
  disposition: 'sent',
  cause: null,
  fault: null,
  details: {},
};

const barred = (detail: string): Extract<PlaceOutcome, { kind: 'barred' }> => ({
  kind: 'barred',
  fault: 'configuration',
  detail,
});

/** Email over SMTP. A message ends `sent` when a server has accepted it; what becomes of it is reported later. */
export function createEmailChannel({
  ports: { findMailbox, readEarlier },
  smtp,
  report,
  publicUrl,
  business,
  render,
  isSimulated,
}: {
  ports: EmailPorts;
  smtp: SmtpSender;
  report: ReportEvidence;
  /** Where recipients reach this service, without a trailing slash. */
  publicUrl: string;
  business: Clock;
  render: RenderText;
  /** A check then says so. */
  isSimulated: boolean;
}): Channel {
  const mailboxOf = async ({ client, sender }: Touch) =>
    sender === null ? null : findMailbox({ client, address: sender });

  const build = async (touch: Touch, { key, name, bounceDomain }: KnownMailbox): Promise<BuiltMessage> => {
    const { step, attempt, campaign, client, sender } = touch;
    if (!isEmailStep(step) || sender === null) throw new Error(`step ${step.id} is not an email step`);
    return buildMessage({
      touch,
      step,
      origin: { address: sender, name, bounceDomain, key },
      earlier: step.thread ? await readEarlier(touch) : [],
      unsubscribeUrl: unsubscribeUrl({ publicUrl, client, campaign, attempt, key }),
      now: business.now(),
      render,
    });
  };
  const noMailbox = ({ client, sender }: Touch) =>
    barred(
      `the client ${client} has no mailbox ${sender ?? ''}: add it with PUT /v1/clients/${client}/mailboxes/${sender ?? 'ADDRESS'}`,
    );

  return {
    name: 'email',
    async prepare({ touch }) {
      const mailbox = await mailboxOf(touch);
      if (!mailbox) return noMailbox(touch);
      await build(touch, mailbox);
      return (await smtp.warm(mailbox.servers)) ?? { kind: 'prepared' };
    },
    async place({ touch, permit }) {
      const mailbox = await mailboxOf(touch);
      if (!mailbox) return noMailbox(touch);
      const message = await build(touch, mailbox);
      const outcome = await smtp.send({ servers: mailbox.servers, message, permit });
      const { attempt, campaign } = touch;
      if (outcome.kind === 'accepted') report({ attempt, campaign, evidence: [sent] });
      return outcome;
    },
    end: () => Promise.resolve(),
    cancelQueued: () => Promise.resolve(),
    check: () =>
      Promise.resolve({
        ok: true,
        detail: isSimulated ? 'the mail SIMULATOR: no message leaves this machine' : 'sends over SMTP',
      }),
    close: () => Promise.resolve(smtp.close()),
  };
}
