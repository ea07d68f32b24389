import { z } from 'zod';
import { resultSchema } from '../domain/attempt/impersonal-evidence.ts';
import { orderReplySchema, orderSchema } from './orders.ts';

/**
 * Messages for all instances: subjects, and the message of each. An instance of another version may send more fields; a
 * message that does not have these is dropped.
 */
const forAll = {
  /**
   * Look at the campaign: at its inbox (`inbox`), or at what another instance changed (`changed`). `changed`: how far the
   * campaign has come with the change, so that its owner knows whether it has read it. Missing from older versions.
   */
  'campaigns.doorbell': z.object({
    campaign: z.string(),
    why: z.enum(['inbox', 'changed']),
    from: z.string(),
    changed: z.object({ rev: z.int(), seq: z.int() }).optional(),
  }),
  /**
   * An instance is alive. For people and programs that watch; the counter in the store decides about takeovers. `at` and
   * `startedAt` are RFC 3339 by the clock of the instance, `campaigns` is the number that it runs, and `schema` the version
   * of its store.
   */
  heartbeats: z.object({
    instance: z.string(),
    version: z.string(),
    schema: z.int(),
    address: z.string().nullable(),
    startedAt: z.string(),
    at: z.string(),
    campaigns: z.int(),
  }),
  /** The instance `from` has released these campaigns: they have no owner. With `leaving` it is stopping. */
  'campaigns.released': z.object({ campaigns: z.array(z.string()), from: z.string(), leaving: z.boolean() }),
  /** The owner has voided the permits of the campaign, after the command of that revision. */
  'campaigns.voided': z.object({ campaign: z.string(), rev: z.int() }),
  /** The instance `from` has put an emergency stop in force, or lifted one. */
  holds: z.object({ from: z.string() }),
} as const;

/** Messages for one instance. */
const forOne = {
  /** A result about an attempt of a campaign that this instance owns. It is stored in the inbox under the same id. */
  evidence: resultSchema.extend({ id: z.string(), campaign: z.string() }),
  /** An order for a campaign that this instance owns. The sender waits a moment for the reply. */
  orders: orderSchema,
  /** What became of an order that this instance sent. */
  'orders.replies': orderReplySchema,
} as const;

export const busMessages = { ...forAll, ...forOne } as const;

export type Subject = keyof typeof busMessages;
/** A subject whose messages have one receiver. */
export type DirectSubject = keyof typeof forOne;
export type BusMessage<Name extends Subject = Subject> = z.infer<(typeof busMessages)[Name]>;

/** The receiver of a message, by its instance id: only subjects with one receiver have it. */
export type Receiver<Name extends Subject> = Name extends DirectSubject ? { to: string } : { to?: undefined };

/**
 * Messages between instances. A message may be lost, doubled or late: correctness never depends on one, only how soon
 * an instance reacts.
 */
export type Bus = {
  /** Resolves when the message is on its way, or lost. Never rejects. Handlers run later, never inside `publish`. */
  publish: <Name extends Subject>(
    input: { subject: Name; message: BusMessage<Name> } & Receiver<Name>,
  ) => Promise<void>;
  /**
   * Calls `handle` for each message on the subject, and to the receiver if it has one, those of this instance included,
   * until the returned function is called. Each handler receives a copy of its own. A handler must not throw.
   */
  subscribe: <Name extends Subject>(
    input: { subject: Name; handle: (message: BusMessage<Name>) => void } & Receiver<Name>,
  ) => Promise<() => void>;
  health: () => Promise<{ ok: boolean; detail: string }>;
  /** No handler runs afterwards. */
  close: () => Promise<void>;
};
