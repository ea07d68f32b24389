import { z } from 'zod';
import { mailboxAddressSchema } from './mailbox-address.ts';

/** How a connection to a mail server is encrypted: from the first byte, after STARTTLS, or not at all. */
export const mailSecurities = ['tls', 'starttls', 'none'] as const;
export type MailSecurity = (typeof mailSecurities)[number];

const hostSchema = z
  .string()
  .max(253)
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9.:-]*[A-Za-z0-9])?$/,
    'must be the name or the IP address of a mail server',
  );

/** A mail server that accepts messages of a mailbox. Without a user no one logs in. */
export const mailServerSchema = z
  .strictObject({
    host: hostSchema,
    port: z.int().min(1).max(65_535).default(465),
    security: z.enum(mailSecurities).default('tls').describe('tls, starttls, or none'),
    user: z.string().min(1).max(320).optional(),
    password: z.string().min(1).max(1_000).optional(),
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    error: 'needs both user and password, or neither',
  });
export type MailServerAccount = z.infer<typeof mailServerSchema>;

const domainSchema = z
  .string()
  .max(253)
  .toLowerCase()
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+$/,
    'must be a domain, such as bounces.example.com',
  );

const fields = {
  name: z
    .string()
    .max(100)
    .regex(/^[^\p{Cc}]*$/u, 'must have no line breaks')
    .nullable()
    .describe('the name that recipients see beside the address'),
  servers: z
    .array(mailServerSchema)
    .min(1)
    .max(5)
    .describe('the mail servers that accept its messages, in the order in which they are tried'),
  bounceDomain: domainSchema
    .nullable()
    .describe('bounces go to bounce+ID@ of this domain; null: to the mailbox itself'),
};

/** What an operator sets of a mailbox. A key that is absent keeps its value; a new mailbox needs `servers`. */
export const mailboxChangeSchema = z.strictObject({
  name: fields.name.optional(),
  servers: fields.servers.optional(),
  bounceDomain: fields.bounceDomain.optional(),
});
export type MailboxChange = z.infer<typeof mailboxChangeSchema>;

/** How messages are sent from a mailbox, as it is stored. Its limits, mode and quarantine are those of its sender. */
export const mailboxSchema = z.strictObject({ ...fields, changedAt: z.number() });
export type Mailbox = z.infer<typeof mailboxSchema>;

/** Returns a mailbox after a change; null if a new one has no servers. */
export function changedMailbox({
  before,
  change: {
    name = before?.name ?? null,
    servers = before?.servers,
    bounceDomain = before?.bounceDomain ?? null,
  },
  at,
}: {
  before: Mailbox | null;
  change: MailboxChange;
  at: number;
}): Mailbox | null {
  return servers === undefined ? null : { name, servers, bounceDomain, changedAt: at };
}

const mostMailboxes = 1_000;

/**
 * What a client sends email with; it is a part of its settings. `key` signs the ids of messages and the links to
 * unsubscribe. It outlives every mailbox, because links in old messages must keep working.
 */
export const emailSettingsSchema = z.strictObject({
  key: z.string().min(32),
  mailboxes: z
    .record(mailboxAddressSchema, mailboxSchema)
    .refine((all) => Object.keys(all).length <= mostMailboxes, `must be at most ${mostMailboxes} mailboxes`),
});
export type EmailSettings = z.infer<typeof emailSettingsSchema>;

const hidden = '(hidden)';

/** Returns settings of a client as a log may show them: without the key and the passwords of its mailboxes. */
export function withoutMailSecrets(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const email = emailSettingsSchema.safeParse(settings['email'] ?? null);
  if (!email.success) return settings;
  const shown = Object.entries(email.data.mailboxes).map(([address, mailbox]) => {
    const servers = mailbox.servers.map(({ password, ...server }) => ({
      ...server,
      ...(password !== undefined && { password: hidden }),
    }));
    return [address, { ...mailbox, servers }] as const;
  });
  return { ...settings, email: { key: hidden, mailboxes: Object.fromEntries(shown) } };
}
