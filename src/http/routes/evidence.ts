import { z } from 'zod';
import { RingmasterError } from '../../domain/errors.ts';
import { scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { findPerson } from '../requests/find-person.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { clientQuery } from '../schemas/common.ts';

const type = 'application/x-ndjson';

/** Returns the route for the evidence of a person. */
export function evidenceRoutes({
  finder,
  queries,
  store,
  phones,
  facts,
  readOnly,
}: Pick<RouteDeps, 'finder' | 'queries' | 'store' | 'phones' | 'facts' | 'readOnly'>): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/evidence',
      tag: 'Contacts',
      summary: 'Download everything that is known of a person, with the proof that it is in the log',
      description:
        'One JSON object per line: the contacts of the person in all campaigns of the client, or in one, the verdict of each rule, suppressions, attempts with the records of the provider, messages, and every event. The proof links each event to the hash at the end of its log, and has nothing of other contacts but hashes. `ringmaster verify FILE` checks the file. The whole log of each campaign is read.',
      role: 'viewer',
      query: z.strictObject({
        ...clientQuery,
        contact: z
          .string()
          .min(1)
          .max(300)
          .describe('contact id, phone number, email address, or external id (also as id:…)'),
        campaign: z.string().min(1).max(100).optional().describe('only this campaign, by name or id'),
      }),
      reply: { status: 200, description: 'the file', type },
      errors: [
        { status: 404, codes: ['contact.not-found', 'campaign.not-found'] },
        { status: 409, codes: ['contact.ambiguous', 'evidence.log-broken', 'evidence.from-copy'] },
      ],
      async run({ query: { contact, campaign: name, client: asked }, caller, request }) {
        if (readOnly) throw noLog();
        const campaign =
          name === undefined ? null : await finder.campaign({ caller, campaign: name, client: asked });
        const client = campaign?.client ?? scopeOf(caller, asked) ?? 'default';
        const places = await findPerson({ store, finder, phones, client, campaign, contact });
        const headers = {
          'content-type': type,
          'content-disposition': `attachment; filename="evidence-${places[0]?.contact.id}.jsonl"`,
        };
        if (request.method === 'HEAD') return new Response(null, { headers });
        const program = facts.version;
        const file = await queries.evidence({ program, client, campaign: campaign?.id ?? null, places });
        return new Response(file, { headers });
      },
    }),
  ];
}

/** A copy without texts has a chain of hashes of its own, which proves nothing. */
function noLog(): RingmasterError {
  return new RingmasterError({
    code: 'evidence.from-copy',
    family: 'conflict',
    message: 'A bundle has no evidence: its log has no texts, and other hashes than the log of the service.',
    hint: 'Take the evidence from the service that runs the campaign.',
  });
}
