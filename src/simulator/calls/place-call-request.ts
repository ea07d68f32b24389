import { z } from 'zod';

const url = z
  .string()
  .max(4096)
  .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
    error: 'must be a valid URL',
  });
const method = z
  .string()
  .transform((value) => value.toUpperCase())
  .pipe(z.enum(['GET', 'POST'], { error: 'must be GET or POST' }));
const between = (low: number, high: number) =>
  z.coerce
    .number({ error: 'must be a number' })
    .int({ error: 'must be a whole number' })
    .min(low, { error: `must be at least ${low}` })
    .max(high, { error: `must be at most ${high}` });

const flag = z.enum(['true', 'false'], { error: 'must be true or false' });

const address = /^(?:\+?[0-9][0-9 ().-]{0,30}|sip:\S+)$/;

const destinations = z
  .union([z.string(), z.number().transform(String)], { error: 'must be text' })
  .transform((value) => [...new Set(value.split('<').map((part) => part.trim()))])
  .refine((list) => list.every((part) => address.test(part)), { error: 'must be phone numbers or sip: URIs' })
  .refine((list) => list.length <= 1000, { error: 'must not name more than 1000 destinations' });

/** The parameters of "make a call" (docs.plivo.com/docs/voice/api/call/make-a-call). Unknown ones are ignored. */
export const placeCallSchema = z.object({
  from: z.union([z.string().min(1, { error: 'must not be empty' }), z.number().transform(String)]),
  to: destinations,
  answer_url: url,
  answer_method: method.default('POST'),
  ring_url: url.optional(),
  ring_method: method.default('POST'),
  hangup_url: url.optional(),
  hangup_method: method.default('POST'),
  fallback_url: url.optional(),
  fallback_method: method.default('POST'),
  caller_name: z.string().max(50, { error: 'must not be longer than 50 characters' }).optional(),
  time_limit: between(1, 86_400).default(14_400),
  ring_timeout: between(1, 3600).default(120),
  hangup_on_ring: between(0, 3600).optional(),
  machine_detection: z.enum(['true', 'hangup', 'false'], { error: 'must be true or hangup' }).optional(),
  machine_detection_time: between(2000, 10_000).default(5000),
  machine_detection_url: url.optional(),
  machine_detection_method: method.default('POST'),
  machine_detection_maximum_speech_length: between(1000, 6000).optional(),
  machine_detection_initial_silence: between(2000, 10_000).optional(),
  machine_detection_maximum_words: between(2, 10).optional(),
  machine_detection_initial_greeting: between(1000, 5000).optional(),
  send_digits: z.string().optional(),
  send_on_preanswer: flag.optional(),
  sip_headers: z.string().optional(),
  parent_call_uuid: z.string().optional(),
  error_if_parent_not_found: flag.optional(),
});

export type PlaceCallRequest = Omit<z.output<typeof placeCallSchema>, 'to'>;

/**
 * Validates the parameters of a "make a call" request, from JSON or a form. The error names the first parameter that
 * is missing or wrong.
 */
export function readPlaceCallRequest(
  parameters: Record<string, unknown>,
): { request: PlaceCallRequest; destinations: string[] } | { error: string } {
  for (const name of ['from', 'to', 'answer_url']) {
    if (parameters[name] === undefined || parameters[name] === '')
      return { error: `${name} is a mandatory parameter` };
  }
  const parsed = placeCallSchema.safeParse(normalise(parameters));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { error: `${issue?.path.join('.')} parameter ${issue?.message}` };
  }
  const { to, ...request } = parsed.data;
  return { request, destinations: to };
}

/** Converts booleans to text and removes empty values, because clients send both. */
function normalise(parameters: Record<string, unknown>): Record<string, unknown> {
  const present = Object.entries(parameters).filter(([, value]) => value !== '' && value !== null);
  return Object.fromEntries(
    present.map(([name, value]) => [name, typeof value === 'boolean' ? String(value) : value]),
  );
}
