import { z } from 'zod';
import { faultRuleSchema } from './faults.ts';
import { scenarioSchema } from './scenario.ts';

/** The behaviour of the carrier. The defaults are the known behaviour of the real one. */
export const simulatorOptionsSchema = z.strictObject({
  /** The maximum number of calls started per rolling second and account. Other calls wait in the queue. */
  callsPerSecond: z.number().positive().default(2),
  /** The maximum number of API requests per account. Requests beyond it are answered with 429. */
  requestBudget: z
    .strictObject({ requests: z.int().positive(), perMs: z.number().positive() })
    .default({ requests: 300, perMs: 5000 }),
  /**
   * Indian rules: a maximum of `concurrency` simultaneous calls and of concurrency / 25 new calls per second. Calls
   * beyond it are refused with 5030, in the API answer (429) or with a hangup callback. Null: no such limit.
   */
  india: z
    .strictObject({
      concurrency: z.int().positive().default(50),
      refuse: z.enum(['response', 'hangup']).default('response'),
    })
    .nullable()
    .default(null),
  /** The credits, for all accounts together. At 0 calls end with 1010. Null: unlimited. */
  credits: z.number().nullable().default(null),
  /** The numbers that the account rents, without `+`. Null: every number. Calls from any number are accepted. */
  numbers: z
    .array(
      z.strictObject({
        number: z.string().regex(/^\d+$/),
        voice: z.boolean().default(true),
        compliance: z.string().nullable().default(null),
      }),
    )
    .nullable()
    .default(null),
  /** The numbers of others that the account has verified as caller IDs, without `+`. */
  verifiedCallerIds: z.array(z.string().regex(/^\d+$/)).default([]),
  ratePerMinute: z.number().min(0).default(0.0085),
  /**
   * The query parameter of answer_url with the customer's token of the attempt, which the journal stores. Without it there
   * that of hangup_url or ring_url.
   */
  attemptParameter: z.string().min(1).default('attempt'),
  /** Whether CallUUID equals RequestUUID, as in real bodies of 2024 to 2026. In 2015 they differed. */
  callUuid: z.enum(['same', 'different']).default('same'),
  /** The time zone of the account, for start, answer and end times in callbacks and call records. */
  accountUtcOffsetMinutes: z.int().min(-720).max(840).default(330),
  /** BillDuration is rounded up to a multiple of this many seconds. */
  billStepSeconds: z.int().positive().default(60),
  /** Whether `From` has a plus sign until the call is answered. */
  plusBeforeAnswer: z.boolean().default(true),
  /** Whether a call without hangup_url reports its end to answer_url, as older documents say. */
  hangupFallsBackToAnswerUrl: z.boolean().default(true),
  /** The delay before a callback is repeated, in milliseconds of the system clock. */
  callbackRetryDelayMs: z.number().min(0).default(1000),
  /** Milliseconds added to every time that the carrier reports. */
  clockSkewMs: z.number().default(0),
  scenario: scenarioSchema.prefault({}),
  faults: z.array(faultRuleSchema).default([]),
});

export type SimulatorOptions = z.output<typeof simulatorOptionsSchema>;
export type SimulatorOptionsInput = z.input<typeof simulatorOptionsSchema>;
