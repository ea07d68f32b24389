import { z } from 'zod';
import type { ContactCommand } from '../../actors/index.ts';
import type { RouteDeps } from '../deps.ts';
import { requestedInstant, requestedTimeSchema } from '../requests/requested-time.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { clientQuery, reasonBody } from '../schemas/common.ts';
import { callBackReplySchema } from '../schemas/contact.ts';
import { findContact, ofContact } from './contacts.ts';

const path = '/v1/campaigns/:id/contacts/:contact/call-back';
const tag = 'Contacts';
const reply = {
  status: 200,
  description: 'the contact after the order, and when it is called',
  schema: callBackReplySchema,
} as const;

type Order = { command: Pick<ContactCommand, 'name' | 'reason' | 'at'>; by: string };

/** Gives the order, and answers with the contact and with what it waits for. */
async function carryOut(
  { engine, queries }: RouteDeps,
  { record, enrollment }: Awaited<ReturnType<typeof findContact>>,
  {
    command,
    by,
    request,
  }: Order & { request: Parameters<RouteDeps['engine']['commandContact']>[0]['request'] },
) {
  const { changed, enrollment: after } = await engine.commandContact({
    campaign: record.id,
    command: { ...command, position: enrollment.position },
    by,
    request,
  });
  const { situation } = await queries.whyContact({ record, enrollment: after });
  return { contact: await queries.contact({ record, enrollment: after }), changed, situation };
}

const orderCallBack = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path,
    tag,
    summary: 'Call a contact back at a requested time',
    description:
      'The current step of the contact is repeated at this time, before other contacts. If its hours are closed then, the call starts when they open: `situation` says so. A new request replaces the earlier one.',
    role: 'operator',
    params: ofContact,
    query: z.strictObject(clientQuery),
    body: z.strictObject({ at: requestedTimeSchema, ...reasonBody.shape }),
    example: { at: '2026-12-01T15:00', reason: 'asked on the phone' },
    reply,
    errors: [
      { status: 409, codes: ['contact.command-refused', 'contact.call-back-refused'] },
      { status: 422, codes: ['contact.call-back-time'] },
    ],
    async run({ params, query, body: { at: text, reason }, caller, requestKey }) {
      const found = await findContact({ ...deps, params, query, caller });
      const now = Math.floor(deps.clocks.business.now());
      const at = await requestedInstant({ ...deps, ...found, text, now });
      const command = { name: 'call-back', reason, at } as const;
      return carryOut(deps, found, { command, by: caller.by, request: requestKey });
    },
  });

const withdrawCallBack = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'delete',
    path,
    tag,
    summary: 'Withdraw the call-back of a contact',
    description: 'The contact is then due in its usual order.',
    role: 'operator',
    params: ofContact,
    query: z.strictObject(clientQuery),
    reply,
    errors: [{ status: 409, codes: ['contact.command-refused'] }],
    async run({ params, query, caller, requestKey }) {
      const found = await findContact({ ...deps, params, query, caller });
      const command = { name: 'drop-call-back', reason: null } as const;
      return carryOut(deps, found, { command, by: caller.by, request: requestKey });
    },
  });

/** The routes for call-backs at a requested time. */
export const callBackRoutes = (deps: RouteDeps): Route[] =>
  [orderCallBack, withdrawCallBack].map((route) => route(deps));
