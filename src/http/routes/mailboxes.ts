import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { parseClientSettings } from '../../domain/campaign/client-settings.ts';
import { slugSchema } from '../../domain/campaign/slug.ts';
import type { Caller } from '../../domain/caller.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { changedMailbox } from '../../domain/mailbox/mailbox.ts';
import type { EmailSettings, Mailbox } from '../../domain/mailbox/mailbox.ts';
import { instantText } from '../../queries/instants.ts';
import { scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { pageOf } from '../schemas/common.ts';
import { mailboxBody, mailboxPathSchema, mailboxSchema } from '../schemas/sender.ts';

const tag = 'Mailboxes';
const ofClient = z.object({ id: slugSchema.describe('the client') });
const ofMailbox = ofClient.extend({ address: mailboxPathSchema });
const path = '/v1/clients/:id/mailboxes/:address';
const unknown = { status: 404, codes: ['mailbox.not-found'] } as const;

const listMailboxes = ({ store }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/clients/:id/mailboxes',
    tag,
    summary: 'List the mailboxes of a client',
    description: 'Their limits, mode and health are those of the senders with the same addresses.',
    role: 'viewer',
    params: ofClient,
    reply: { status: 200, description: 'all mailboxes, by address', schema: pageOf(mailboxSchema) },
    async run({ params, caller }) {
      const { mailboxes } = await readEmail(store, clientOf(caller, params.id));
      const items = Object.entries(mailboxes)
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([address, mailbox]) => viewOf(address, mailbox));
      return { items, next: null };
    },
  });

const putMailbox = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'put',
    path,
    tag,
    summary: 'Add or change a mailbox',
    description:
      'Keys that are absent keep their values. A new mailbox needs `servers`, and becomes a sender of the client. Servers are replaced together, with their passwords.',
    role: 'admin',
    params: ofMailbox,
    body: mailboxBody,
    example: {
      name: 'Ann of Northwind',
      servers: [{ host: 'smtp.example.com', port: 465, user: 'ann@example.com', password: 'a-secret' }],
    },
    reply: { status: 200, description: 'the mailbox', schema: mailboxSchema },
    errors: [{ status: 422, codes: ['mailbox.incomplete'] }],
    async run({ params: { id, address }, body: change, caller, requestKey }) {
      const client = clientOf(caller, id);
      const at = Math.floor(deps.clocks.business.now());
      const email = await readEmail(deps.store, client);
      const mailbox = changedMailbox({ before: email.mailboxes[address] ?? null, change, at });
      if (!mailbox) throw incomplete(address);
      const { by } = caller;
      await deps.store.putSenders({ client, addresses: [address], change: {}, by, at });
      const mailboxes = { ...email.mailboxes, [address]: mailbox };
      await write(deps, { client, email: { ...email, mailboxes }, by, at, requestKey });
      return viewOf(address, mailbox);
    },
  });

const removeMailbox = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'delete',
    path,
    tag,
    summary: 'Remove a mailbox',
    description: 'Steps that use it send nothing. Links to unsubscribe in its messages keep working.',
    role: 'admin',
    params: ofMailbox,
    reply: { status: 204, description: 'it was removed' },
    errors: [unknown],
    async run({ params: { id, address }, caller, requestKey }) {
      const client = clientOf(caller, id);
      const at = Math.floor(deps.clocks.business.now());
      const email = await readEmail(deps.store, client);
      const { [address]: removed, ...mailboxes } = email.mailboxes;
      if (!removed) throw notFound(client, address);
      await write(deps, { client, email: { ...email, mailboxes }, by: caller.by, at, requestKey });
      await deps.store.removeSender({ client, address, by: caller.by, at });
    },
  });

const clientOf = (caller: Caller, id: string): string => scopeOf(caller, id) ?? id;

const keyBytes = 32;

/** The mailboxes of a client, which are part of its settings. A client without any gets a key. */
async function readEmail({ readClient }: RouteDeps['store'], client: string): Promise<EmailSettings> {
  const settings = (await readClient(client))?.settings ?? {};
  const { email } = parseClientSettings(settings);
  return email ?? { key: randomBytes(keyBytes).toString('hex'), mailboxes: {} };
}

async function write(
  { store, onSettingsChanged }: RouteDeps,
  {
    client,
    email,
    by,
    at,
    requestKey,
  }: {
    client: string;
    email: EmailSettings;
    by: string;
    at: number;
    requestKey: Parameters<RouteDeps['store']['putClient']>[1];
  },
): Promise<void> {
  const settings = (await store.readClient(client))?.settings ?? {};
  await store.putClient(
    { record: { client, settings: { ...settings, email }, updatedAt: at }, by },
    requestKey,
  );
  await onSettingsChanged();
}

function viewOf(address: string, { name, servers, bounceDomain, changedAt }: Mailbox) {
  return {
    address,
    name,
    servers: servers.map(({ host, port, security, user = null }) => ({ host, port, security, user })),
    bounceDomain,
    changedAt: instantText(changedAt),
  };
}

function notFound(client: string, address: string): RingmasterError {
  return new RingmasterError({
    code: 'mailbox.not-found',
    family: 'not-found',
    message: `The client ${client} has no mailbox ${address}.`,
    hint: `Add it with PUT /v1/clients/${client}/mailboxes/${address}.`,
  });
}

function incomplete(address: string): RingmasterError {
  return new RingmasterError({
    code: 'mailbox.incomplete',
    family: 'invalid',
    message: `The mailbox ${address} does not exist yet, and a new mailbox needs servers.`,
    hint: 'Send servers with at least one mail server.',
  });
}

/** Returns the routes for the mailboxes of clients. */
export const mailboxRoutes = (deps: RouteDeps): Route[] =>
  [listMailboxes, putMailbox, removeMailbox].map((route) => route(deps));
