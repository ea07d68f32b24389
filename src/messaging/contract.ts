import { z } from 'zod';
import { resultSchema } from '../domain/attempt/impersonal-evidence.ts';
import type { Health } from '../domain/health.ts';
import { orderReplySchema, orderSchema } from './orders.ts';

export { largestResult, textOf } from './result-text.ts';

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
  /**
   * The instance `from` has put an emergency stop in force, or lifted one. `rev`: the revision of the settings with it. An
   * instance that has read it replies. Missing from older versions.
   */
  holds: z.object({ from: z.string(), rev: z.int().optional() }),
  /**
   * The instance `from` has stored a change of a circuit breaker. `breaker` is its key, `<channel> <provider> <account>`, and
   * `rev` its new revision. `open`: nothing is sent before the next probe. `probing`: a probe is out. `closed`: all is sent.
   */
  breakers: z.object({
    breaker: z.string(),
    rev: z.int(),
    state: z.enum(['open', 'probing', 'closed']),
    from: z.string(),
  }),
} as const;

/** Messages for one instance. */
const forOne = {
  /** A result about an attempt of a campaign that this instance owns. It is stored in the inbox under the same id. */
  evidence: resultSchema.extend({ id: z.string(), campaign: z.string() }),
  /**
   * The reply to `holds`: no touch starts at the instance `instance` under the emergency stops of the revision `rev`, or of an
   * earlier one.
   */
  'holds.replies': z.object({ instance: z.string(), rev: z.int() }),
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
 * The messages of a subject on one connection since it was opened. `dropped` are those that were not published, because the
 * bus was not connected or refused them, and those that were received without the form of their subject.
 */
export type BusCount = { subject: Subject; published: number; received: number; dropped: number };

/**
 * Messages between instances. A message may be lost, doubled or late: correctness never depends on one, only how soon
 * an instance reacts.
 */
export type CoreBus = {
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
  /** Returns whether messages reach other instances now. */
  health: () => Promise<Health>;
  /** Returns the counts of every subject. A message that has several handlers here is received once by each. */
  counts: () => readonly BusCount[];
  /** No handler runs afterwards. */
  close: () => Promise<void>;
};

/**
 * A message on `calls.results` as an outside program sent it: nothing in it is checked. `deliveries`: how often it was
 * handed out, this time included.
 */
export type ReportedResult = { body: Uint8Array; deliveries: number };

/** Why a reported result is given up. */
export const deadReasons = [
  'malformed',
  'oversized',
  'unknown-field',
  'unknown-attempt',
  'other-provider-id',
  'undeclared',
] as const;
export type DeadReason = (typeof deadReasons)[number];

/** What becomes of a reported result. `detail` has no personal data. */
export type ResultVerdict =
  /** It is stored. The message is removed. */
  | { kind: 'stored' }
  /** It cannot be stored now. The message is handed out again, to any instance, after this time. */
  | { kind: 'later'; afterMs: number }
  /** It can never be stored. The message is moved to the dead letters, with the reason. */
  | { kind: 'dead'; reason: DeadReason; detail: string };

/** A message that was given up. `body` is its text, null if it was too large or is not UTF-8. */
export const deadLetterSchema = z.object({
  reason: z.enum(deadReasons),
  detail: z.string(),
  bytes: z.int().describe('the size of the message'),
  body: z.string().nullable().describe('the text of the message; null if it is too large or is not UTF-8'),
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;

/**
 * Results that outside programs report. All instances share the messages: each is handed to one of them, and to another
 * one if that instance does not decide it.
 */
export type ResultIntake = {
  /**
   * Hands reported results to `handle` until the returned function is called, which resolves when no handler runs. A
   * message is removed only after `handle` has resolved with `stored` or `dead`. It may be handed out again after that,
   * if the removal was lost. A handler must not throw.
   */
  takeResults: (input: {
    handle: (message: ReportedResult) => Promise<ResultVerdict>;
  }) => Promise<() => Promise<void>>;
  /**
   * Reports a result. Resolves once it is stored on the bus; `duplicate`: a message with this id was already stored.
   * Rejects with `bus.unreachable`, `bus.no-jetstream` or `bus.not-stored`.
   */
  reportResult: (input: { id: string; body: Uint8Array }) => Promise<{ duplicate: boolean }>;
};

/** The log of a campaign as it is published. */
export type FeedOf = { client: string; campaign: string };

/**
 * How far the log of a campaign is published: the `seq` of the last event, 0 before the first. `place` identifies its
 * message, for the condition of the next one.
 */
export type Published = { seq: number; place: number };

/**
 * The published logs of campaigns. Any instance may publish any event. The condition of each message keeps them in order:
 * a message is refused unless the last one of its campaign is the one that its sender has seen.
 */
export type EventFeed = {
  /** Rejects with `bus.unreachable`, `bus.no-jetstream` or `bus.not-stored`. */
  readPublished: (of: FeedOf) => Promise<Published>;
  /**
   * Publishes the event that follows `after`, as JSON. Resolves with its place, once it is stored; with null if
   * another event was published after `after`. Rejects like `readPublished`; then it may be stored or not.
   */
  publishEvent: (
    input: FeedOf & { seq: number; body: Uint8Array; after: Published },
  ) => Promise<Published | null>;
};

/** What programs outside the installation use. Needs a bus that stores messages. */
export type OutsideBus = ResultIntake &
  EventFeed & {
    /** Whether results can be reported and events published. */
    streamHealth: () => Promise<Health>;
  };

export type Bus = CoreBus & OutsideBus;
