import { z } from 'zod';
import { clientEventData, clientEventTypes } from '../../domain/client-event.ts';
import type { ClientEventType } from '../../domain/client-event.ts';
import type { ClientEventView } from '../../queries/index.ts';
import { instant, named } from './common.ts';

function schemaOf(type: ClientEventType) {
  return z.object({
    seq: z.number().describe('gapless per client, from 1'),
    at: instant,
    type: z.literal(type),
    by: z.string().describe('the author'),
    data: clientEventData[type],
  });
}

const [first, ...others] = clientEventTypes.map(schemaOf) as [ReturnType<typeof schemaOf>];

/** An event of the log of a client. `type` determines the schema of `data`. */
export const clientEventSchema = named(
  'ClientEvent',
  z.discriminatedUnion('type', [first, ...others]) as unknown as z.ZodType<ClientEventView, ClientEventView>,
);

export const clientLogVerificationSchema = named(
  'ClientLogVerification',
  z.object({
    client: z.string(),
    ok: z.boolean().describe('every event is unchanged'),
    events: z.number().describe('checked events'),
    head: z.string().nullable().describe('the last hash; it covers all events'),
    broken: z
      .object({ seq: z.number(), detail: z.string() })
      .nullable()
      .describe('the first event that is missing or cannot be trusted, and the reason'),
  }),
);
