import { z } from 'zod';
import { faultRuleSchema } from './faults.ts';
import { scenarioSchema } from './scenario.ts';

/** How the carrier behaves. Every default is what the real one does, as far as it is known. */
export const simulatorOptionsSchema = z.strictObject({
  /** Calls started per rolling second and account; the rest wait in the queue. */
  callsPerSecond: z.number().positive().default(2),
  /** API requests per account; one more is answered with 429. */
  requestBudget: z
    .strictObject({ requests: z.int().positive(), perMs: z.number().positive() })
    .default({ requests: 300, perMs: 5000 }),
  /**
   * Indian rules: at most `concurrency` calls at once and concurrency / 25 a second, the excess refused with 5030,
   * in the answer of the API (429) or by a hangup callback. Null: no such limit.
   */
  india: z
    .strictObject({
      concurrency: z.int().positive().default(50),
      refuse: z.enum(['response', 'hangup']).default('response'),
    })
    .nullable()
    .default(null),
  /** Money on the account, for all accounts together; at 0 calls end with 1010. Null: enough for ever. */
  credits: z.number().nullable().default(null),
  ratePerMinute: z.number().min(0).default(0.0085),
  /** The query parameter of answer_url that the journal keeps as the customer's own token of an attempt. */
  attemptParameter: z.string().min(1).default('attempt'),
  /** Whether CallUUID equals RequestUUID: it does in bodies of 2024 to 2026, it did not in 2015. */
  callUuid: z.enum(['same', 'different']).default('same'),
  /** Start, answer and end times in callbacks and call records are in the account's zone. */
  accountUtcOffsetMinutes: z.int().min(-720).max(840).default(330),
  /** BillDuration is rounded up to whole steps of this many seconds. */
  billStepSeconds: z.int().positive().default(60),
  /** `From` carries a plus sign until the call is answered. */
  plusBeforeAnswer: z.boolean().default(true),
  /** A call without hangup_url reports its end to answer_url, as older documents say. */
  hangupFallsBackToAnswerUrl: z.boolean().default(true),
  /** Pause before a callback is sent again, in milliseconds of the system clock. */
  callbackRetryDelayMs: z.number().min(0).default(1000),
  /** Added to every time of day the carrier reports. */
  clockSkewMs: z.number().default(0),
  scenario: scenarioSchema.prefault({}),
  faults: z.array(faultRuleSchema).default([]),
});

export type SimulatorOptions = z.output<typeof simulatorOptionsSchema>;
export type SimulatorOptionsInput = z.input<typeof simulatorOptionsSchema>;
