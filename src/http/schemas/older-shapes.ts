import { z } from 'zod';
import { callerUrlSchema } from '../../channels/voice/step.ts';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { timeZoneSchema } from '../../domain/time/window-rules.ts';
import { named } from './common.ts';

const number = z.string().min(1).max(60);
const seconds = (most: number) => z.int().min(1).max(most).optional();
/** As Plivo writes it: `true` and `hangup` hang up on machines here. */
const detection = z.union([z.boolean(), z.enum(['true', 'hangup', 'false'])]).optional();

const shared = {
  from: number.describe('the caller ID, with country code'),
  answer_url: callerUrlSchema.describe('your own URL of Plivo XML. It is handed to Plivo as it is'),
  client_id: slugSchema.optional().describe('the client'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a two-letter country code such as US')
    .optional()
    .describe('the country of numbers without +'),
  ring_timeout: seconds(600).describe('in seconds'),
  time_limit: seconds(86_400).describe('in seconds'),
  machine_detection: detection,
};

/** The other spellings of fields; camel case is accepted too. */
export const olderSpellings = {
  from: ['from_number', 'caller_id', 'src'],
  to: ['to_number', 'phone', 'phone_number', 'dst'],
  answer_url: [],
  client_id: ['client'],
  country: ['country_code'],
  ring_timeout: [],
  time_limit: [],
  machine_detection: [],
  timezone: ['time_zone'],
  name: ['campaign_name', 'campaign_id'],
  list: ['contacts', 'numbers', 'to_numbers', 'phone_numbers'],
} as const;

/** One call as older services order it. */
export const olderCallSchema = named(
  'OlderCall',
  z.strictObject({
    ...shared,
    to: number.describe('the number to call, with country code'),
    timezone: timeZoneSchema.optional().describe('the time zone of the contact'),
  }),
);
export type OlderCall = z.output<typeof olderCallSchema>;

const contact = z.union([
  number,
  z
    .record(z.string().max(100), z.union([z.string().max(4000), z.number(), z.boolean(), z.null()]))
    .describe('a contact: its phone number and further columns'),
]);

/** A campaign as older services order it: it is created, its list is imported, and it is started. */
export const olderCampaignSchema = named(
  'OlderCampaign',
  z
    .strictObject({
      ...shared,
      name: slugSchema.optional().describe('the name of the campaign; by default one is made'),
      to: z.union([z.string().min(1).max(100_000), z.array(number).min(1).max(10_000)]).optional(),
      list: z.array(contact).min(1).max(10_000).optional(),
    })
    .refine(({ to, list }) => (to === undefined) !== (list === undefined), {
      error: 'requires either to or list, not both',
      path: ['list'],
    })
    .meta({ oneOf: [{ required: ['to'] }, { required: ['list'] }] }),
);
export type OlderCampaign = z.output<typeof olderCampaignSchema>;
