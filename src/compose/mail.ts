import { createEmailChannel } from '../channels/email/index.ts';
import type { EmailPorts, KnownMailbox } from '../channels/email/index.ts';
import { createSmtpSender } from '../channels/email/smtp/sender.ts';
import { createUnsubscribeWebhook } from '../channels/email/unsubscribe/webhook.ts';
import type { Channel, ChannelWebhook, ReportEvidence, WebhookPorts } from '../channels/contract.ts';
import type { Config } from '../config.ts';
import { renderTemplate } from '../contacts/template.ts';
import { RingmasterError } from '../domain/errors.ts';
import { parseClientSettings } from '../domain/campaign/client-settings.ts';
import type { EmailSettings, MailServerAccount } from '../domain/mailbox/mailbox.ts';
import type { Store } from '../persistence/contract/store.ts';
import type { Clock, Clocks, SystemClock } from '../platform/clock.ts';
import { createFileJournal } from '../simulator/index.ts';
import { serveMailSimulator } from '../simulator/mail/index.ts';
import type { MailEntry } from '../simulator/mail/index.ts';

/** Who sends the email of an instance: the mail servers of the mailboxes, or one simulated server for all of them. */
export type MailParts = { kind: 'smtp' } | { kind: 'simulator'; server: MailServerAccount };

/** What sends email. `close` stops a simulator of this process. */
export type OpenMail = { mail: MailParts | null; close: () => Promise<void> };

/** Opens what the settings choose. A simulator is started in this process. Throws `config.invalid`. */
export async function openMail({
  config,
  clock,
  system,
  journal: path,
  seed,
}: {
  config: Pick<Config, 'MAIL' | 'PUBLIC_URL'>;
  /** The clock of the simulator. */
  clock: Clock;
  system: SystemClock;
  /** The file of the journal of the simulator. */
  journal: string;
  seed: number;
}): Promise<OpenMail> {
  if (config.MAIL === 'smtp' && config.PUBLIC_URL === undefined) throw noPublicUrl();
  if (config.MAIL !== 'simulator')
    return { mail: config.MAIL === 'off' ? null : { kind: 'smtp' }, close: () => Promise.resolve() };
  const journal = createFileJournal<MailEntry>({ path });
  try {
    const { smtp, close } = await serveMailSimulator({ clock, system, seed, journal });
    const server = { host: smtp.host, port: smtp.port, security: 'none' as const };
    return {
      mail: { kind: 'simulator', server },
      async close() {
        await close();
        journal.close();
      },
    };
  } catch (error) {
    journal.close();
    throw error;
  }
}

function noPublicUrl(): RingmasterError {
  return new RingmasterError({
    code: 'config.invalid',
    family: 'invalid',
    message: 'MAIL=smtp needs PUBLIC_URL: each message has a link to unsubscribe.',
    hint: 'Recipients must be able to reach it, for instance https://mail.example.com.',
  });
}

type ChannelsInput = { voice: Channel; report: ReportEvidence };

/** The channels of this program: voice, and email if someone sends it. */
export function usualChannels({
  mail,
  ...parts
}: Omit<MailInput, 'mail' | 'report'> & { mail?: MailParts | null }): (
  input: ChannelsInput,
) => readonly Channel[] {
  return ({ voice, report }) => (mail ? [voice, composeMail({ mail, ...parts, report })] : [voice]);
}

type MailInput = {
  mail: MailParts;
  store: Pick<Store, 'readClient' | 'readAttempts' | 'listAttempts'>;
  clocks: Clocks;
  publicUrl: string;
  report: ReportEvidence;
};

/** Creates the email channel of a service. */
function composeMail({ mail, store, clocks, publicUrl, report }: MailInput): Channel {
  const readEmail = emailReader(store);
  const simulated = mail.kind === 'simulator' ? mail.server : null;
  return createEmailChannel({
    ports: {
      readEarlier: earlierReader(store),
      async findMailbox({ client, address }) {
        const email = await readEmail(client);
        const known = email?.mailboxes[address];
        const key = email?.key ?? (simulated && simulatedKey);
        if (!key) return null;
        if (simulated) return simulatedMailbox({ known, key, server: simulated });
        return known ? { ...known, key } : null;
      },
    },
    smtp: createSmtpSender({ clock: clocks.system }),
    report,
    publicUrl,
    business: clocks.business,
    render: (text, variables) => renderTemplate({ text, contact: variables, campaign: {} }).text,
    isSimulated: simulated !== null,
  });
}

/** The endpoints of email; none if no one sends it. */
export function mailWebhooks(
  { mail, store }: { mail?: MailParts | null; store: Pick<Store, 'readClient'> },
  ports: WebhookPorts,
): ChannelWebhook[] {
  if (!mail) return [];
  const readEmail = emailReader(store);
  const usual = mail.kind === 'simulator' ? simulatedKey : null;
  return [
    createUnsubscribeWebhook({ ports, keyOf: async (client) => (await readEmail(client))?.key ?? usual }),
  ];
}

/** The key of clients without mailboxes. No message that is signed with it leaves this machine. */
const simulatedKey = 'the-key-of-the-mail-simulator-of-ringmaster';

function simulatedMailbox({
  known,
  key,
  server,
}: {
  known: Omit<KnownMailbox, 'key'> | undefined;
  key: string;
  server: MailServerAccount;
}): KnownMailbox {
  const { name = null, bounceDomain = null } = known ?? {};
  return { name, bounceDomain, servers: [server], key };
}

function emailReader({ readClient }: Pick<Store, 'readClient'>) {
  return async (client: string): Promise<EmailSettings | null> => {
    const record = await readClient(client);
    return (record && parseClientSettings(record.settings).email) ?? null;
  };
}

/** The ends with which a message may have reached its recipient. */
const mayHaveReached: ReadonlySet<string | null> = new Set(['sent', 'unconfirmed']);
const mostEarlier = 100;

function earlierReader({
  readAttempts,
  listAttempts,
}: Pick<Store, 'readAttempts' | 'listAttempts'>): EmailPorts['readEarlier'] {
  return async ({ attempt: id, sender }) => {
    const [own] = await readAttempts([id]);
    if (!own) return [];
    const { campaign, position, channel } = own;
    const { items } = await listAttempts({ campaign, position, limit: mostEarlier });
    return items
      .filter((one) => one.channel === channel && one.sender === sender && one.number < own.number)
      .filter(({ disposition }) => mayHaveReached.has(disposition))
      .toSorted((left, right) => left.number - right.number)
      .map((one) => ({ attempt: one.id }));
  };
}
