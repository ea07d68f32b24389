import { z } from 'zod';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { normaliseAddress } from '../requests/address.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { named } from '../schemas/common.ts';

const erasedSchema = named(
  'Erasure',
  z.object({
    client: z.string(),
    contacts: z.number().describe('contacts whose data were erased'),
    campaigns: z.number().describe('campaigns with these contacts'),
    suppressed: z.number().describe('addresses and ids that stay suppressed, as hashes'),
    scrubbed: z
      .boolean()
      .describe('false: remains may be in free parts of the file, until `ringmaster migrate --compact`'),
  }),
);

/** Returns the route that erases a person. */
export function erasureRoutes({ engine, phones }: Pick<RouteDeps, 'engine' | 'phones'>): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/erasures',
      tag: 'Do not contact',
      summary: 'Erase the personal data of a person',
      description:
        'The person is found by any address or external id, in all campaigns of the client. Contacts that have not ended are taken out of their campaigns. States, counts and times stay. A person who opted out stays suppressed when imported again. The address is in the body, so that no log has it.',
      role: 'admin',
      body: z.strictObject({
        address: z
          .string()
          .min(3, 'must be a phone number with +, an email address, or id: and an external id')
          .max(320, 'must be a phone number with +, an email address, or id: and an external id')
          .describe('a phone number with +, an email address, or id: and an external id of the lists'),
        client: slugSchema.optional().describe('the client (default: that of the key, or default)'),
      }),
      example: { address: '+12025550123', client: 'northwind' },
      reply: { status: 200, description: 'erased', schema: erasedSchema },
      errors: [
        { status: 409, codes: ['erasure.attempt-open'] },
        { status: 422, codes: ['contact.phone-invalid', 'contact.address-invalid'] },
      ],
      async run({ body, caller, log }) {
        const client = scopeOf(caller, body.client) ?? 'default';
        const address = normaliseAddress({ text: body.address, phones });
        const erased = await engine.erasePerson({ client, address, by: caller.by });
        log.info({ client, by: caller.by, ...erased }, 'the personal data of a person was erased');
        return { client, ...erased };
      },
    }),
  ];
}
