import { z } from 'zod';
import { botPoolsSchema } from '../bot/bot-pool.ts';
import { emailSettingsSchema } from '../mailbox/mailbox.ts';
import { rateLimitsSchema, sequencesSchema } from './campaign-definition.ts';
import { clientBudgetSchema } from '../cost/budget.ts';
import { quarantinePolicySchema } from '../sender/quarantine-policy.ts';
import { unclearZones, withClearZones } from './former-definition.ts';
import { sendWindowSchema, timeZoneSchema } from '../time/window-rules.ts';

const cap = z.number().positive().optional();

/** Shared limits of one client, over all its campaigns. */
export const clientLimitsSchema = z.strictObject({
  concurrent: z.int().min(1).optional().describe('attempts in flight at once, over all campaigns'),
  perSecond: cap.describe('attempts started per second, over all campaigns'),
  perHour: z.int().min(1).optional(),
  perDay: z.int().min(1).optional(),
});

const attempts = z.int().min(1).max(100).optional();

/**
 * Attempts of each channel per person, over all campaigns of the client. The lower one of this and of `retry` in the
 * campaign applies.
 */
export const perPersonSchema = z.strictObject({
  maxPerDay: attempts.describe("per day of the recipient's clock"),
  maxPer24Hours: attempts.describe('in any 24 hours'),
  maxPerWeek: attempts.describe('in any seven days'),
});

const days = z.int().min(1).max(3_650);

/** For how many days data of a client are kept. */
export const retentionSchema = z.strictObject({
  contacts: days
    .optional()
    .describe('days after the end of a campaign until its contacts are erased (default: they are kept)'),
  events: days
    .optional()
    .describe(
      'days after the last change of an ended campaign until its log is removed (default: it is kept)',
    ),
  keys: days
    .optional()
    .describe('days until the idempotency key of a request, and the answer to it, are removed (default: 1)'),
});

export type Retention = z.infer<typeof retentionSchema>;

/** The cap of the calls that nobody took, of those that a person has answered, in 30 days. */
export const abandonmentPolicySchema = z.strictObject({
  cap: z.number().min(0).max(1).default(0.03).describe('the share from which nothing more is called'),
  minimum: z.int().min(1).max(1_000_000).default(100).describe('fewer answered calls are not judged'),
});
export type AbandonmentPolicy = z.infer<typeof abandonmentPolicySchema>;

/**
 * What a client sets: its clock and shared limits, and defaults for its campaigns (`rateLimits`, `sendWindow`,
 * `sequences`). A campaign file may override each default, one key at a time. `retention`: how long its data are kept.
 */
export const clientSettingsSchema = z.strictObject({
  timezone: timeZoneSchema.default('UTC').describe('the clock that hourly and daily quotas count by'),
  limits: clientLimitsSchema.prefault({}),
  perPerson: perPersonSchema.optional().describe('attempts per person, over all campaigns'),
  rateLimits: rateLimitsSchema
    .partial()
    .refine(({ warmupEnabled, warmupSchedule }) => !warmupEnabled || warmupSchedule !== undefined, {
      error: 'needs warmupSchedule, such as [10, 25, 50]',
      path: ['warmupEnabled'],
    })
    .optional(),
  sendWindow: z.lazy(() => z.looseObject({})).optional(),
  sequences: sequencesSchema.partial().optional(),
  senders: z
    .strictObject({ quarantine: quarantinePolicySchema.optional() })
    .optional()
    .describe('when senders go to quarantine by themselves'),
  budget: clientBudgetSchema.optional().describe('what calls of all its campaigns may cost'),
  retention: retentionSchema.optional().describe('for how many days contacts, events and keys are kept'),
  abandonment: abandonmentPolicySchema
    .optional()
    .describe('when calls that need a bot or an agent stop because too many were abandoned'),
  bots: botPoolsSchema.optional().describe('the pools of bots that answer calls'),
  email: emailSettingsSchema.optional().describe('the mailboxes that send email'),
});

export type ClientSettings = z.infer<typeof clientSettingsSchema>;

/** The settings of a client that has never set any. */
export function defaultClientSettings(): ClientSettings {
  return clientSettingsSchema.parse({});
}

/**
 * Reads stored settings. The window is checked by its own schema, without defaults. A zone that is refused today,
 * such as `EST`, counts as `UTC` for quotas. The default window keeps it: a new campaign without a zone of its own is
 * refused with the reason.
 */
export function parseClientSettings({
  timezone,
  ...rest
}: Readonly<Record<string, unknown>>): ClientSettings {
  const isUnclear = unclearZones({ timezone }).length > 0;
  const settings = clientSettingsSchema.parse({ ...rest, ...(!isUnclear && { timezone }) });
  if (settings.sendWindow) sendWindowSchema.parse(withClearZones(settings.sendWindow));
  return settings;
}
