import { z } from 'zod';
import type { ContactCommand } from '../../actors/index.ts';
import type { Caller } from '../../domain/caller.ts';
import type { RouteDeps } from '../deps.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { dispositionNames } from '../../channels/registry.ts';
import { matchesFilter } from '../../domain/contact/contact-filter.ts';
import type { ContactFilter } from '../../domain/contact/contact-filter.ts';
import { enrollmentStates, waitReasons } from '../../domain/contact/enrollment.ts';
import { untilFound } from '../../queries/index.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { clientQuery, listOf, ordinal, pageOf, pageQuery, present, reasonBody } from '../schemas/common.ts';
import { contactReplySchema, personSchema, whyContactSchema } from '../schemas/contact.ts';

const tag = 'Contacts';
const ofCampaign = z.object({ id: z.string().describe('campaign id or name') });
export const ofContact = ofCampaign.extend({
  contact: z.string().describe('contact id, phone number, email address or external id'),
});

const commands: readonly {
  name: Exclude<ContactCommand['name'], 'call-back' | 'drop-call-back'>;
  summary: string;
}[] = [
  { name: 'pause', summary: 'Pause one contact' },
  { name: 'resume', summary: 'Resume a paused contact' },
  { name: 'retry', summary: 'Retry this contact as soon as the rules allow it' },
  { name: 'skip', summary: 'Skip the current step of this contact' },
  { name: 'remove', summary: 'Remove this contact from the campaign' },
];

/** Returns the contact in a path and its campaign. Throws `campaign.not-found` or `contact.not-found`. */
export async function findContact({
  finder,
  params,
  query,
  caller,
}: Pick<RouteDeps, 'finder'> & {
  params: z.output<typeof ofContact>;
  query: { client?: string | undefined };
  caller: Caller;
}) {
  const record = await finder.campaign({ caller, campaign: params.id, client: query.client });
  return { record, enrollment: await finder.enrollment({ record, contact: params.contact }) };
}

/**
 * Returns a page of the contacts for `text`: the one with this id, number or address, or those with this text in
 * their name.
 */
async function searchContacts({
  finder,
  queries,
  store,
  record,
  text,
  filter,
  after,
  limit,
}: Pick<RouteDeps, 'finder' | 'queries' | 'store'> & {
  record: CampaignRecord;
  text: string;
  filter: ContactFilter;
  after: string | undefined;
  limit: number;
}) {
  const known = after === undefined ? await finder.findEnrollment({ record, contact: text }) : null;
  const page = known
    ? { items: [known], next: null }
    : await untilFound({
        after,
        read: (from) => store.searchNames({ campaign: record.id, text, ...from, limit }),
      });
  const wanted = page.items.filter((enrollment) => matchesFilter(filter, enrollment));
  const items = await Promise.all(wanted.map((enrollment) => queries.contact({ record, enrollment })));
  return { items, next: page.next };
}

const commandContact =
  ({ name, summary }: (typeof commands)[number]) =>
  ({ engine, queries, finder }: RouteDeps): Route =>
    defineRoute({
      method: 'post',
      path: `/v1/campaigns/:id/contacts/:contact/${name}`,
      tag,
      summary,
      role: 'operator',
      params: ofContact,
      query: z.strictObject(clientQuery),
      body: reasonBody,
      example: { reason: 'asked to be called later' },
      reply: { status: 200, description: 'the contact after the command', schema: contactReplySchema },
      errors: [{ status: 409, codes: ['contact.command-refused'] }],
      async run({ params, query, body: { reason }, caller, requestKey }) {
        const { record, enrollment } = await findContact({ finder, params, query, caller });
        const { position } = enrollment;
        const { changed, enrollment: after } = await engine.commandContact({
          campaign: record.id,
          command: { name, position, reason },
          by: caller.by,
          request: requestKey,
        });
        return { contact: await queries.contact({ record, enrollment: after }), changed };
      },
    });

const listContacts = ({ finder, queries, store }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id/contacts',
    tag,
    summary: 'List or find the contacts of a campaign, in its order',
    description:
      '`find` is a contact id, phone number, email address or external id, which are found by an index, or a part of a name. Names have no index: each page searches a limited number of them, so it may be short or empty although `next` is not null. The same is true for pages with `reason` or `disposition`.',
    role: 'viewer',
    params: ofCampaign,
    query: z.strictObject({
      ...clientQuery,
      ...pageQuery,
      state: listOf(enrollmentStates).optional(),
      reason: listOf(waitReasons).optional(),
      disposition: listOf(dispositionNames).optional(),
      row: ordinal.optional().describe('the contacts of this row of the lists, instead of a page'),
      find: z.string().min(1).max(300).optional().describe('the contact to find'),
    }),
    reply: { status: 200, description: 'a page', schema: pageOf(personSchema) },
    async run({ params, query: { client, after, limit, find: text, row, ...asked }, caller }) {
      const record = await finder.campaign({ caller, campaign: params.id, client });
      if (row !== undefined) return { items: await queries.contactsOfRow({ record, row }), next: null };
      const filter = present({
        states: asked.state,
        reasons: asked.reason,
        dispositions: asked.disposition,
      });
      if (text === undefined) return queries.contacts({ record, ...filter, ...present({ after }), limit });
      return searchContacts({ finder, queries, store, record, text, filter, after, limit });
    },
  });

const readContact = ({ finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id/contacts/:contact',
    tag,
    summary: 'Read one contact',
    role: 'viewer',
    params: ofContact,
    query: z.strictObject(clientQuery),
    reply: { status: 200, description: 'the contact', schema: personSchema },
    run: async (input) => queries.contact(await findContact({ finder, ...input })),
  });

const readContactWhy = ({ finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id/contacts/:contact/why',
    tag,
    summary: 'Read what a contact waits for, and its history',
    role: 'viewer',
    params: ofContact,
    query: z.strictObject(clientQuery),
    reply: { status: 200, description: 'the reason and the history', schema: whyContactSchema },
    run: async (input) => queries.whyContact(await findContact({ finder, ...input })),
  });

/** Returns the routes for contacts of a campaign. */
export const contactRoutes = (deps: RouteDeps): Route[] =>
  [listContacts, readContact, readContactWhy, ...commands.map(commandContact)].map((route) => route(deps));
