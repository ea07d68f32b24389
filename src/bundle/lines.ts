import { z } from 'zod';
import type { Attempt } from '../domain/attempt/attempt.ts';
import { attemptStates, evidenceRanks } from '../domain/attempt/attempt.ts';
import { campaignStates } from '../domain/campaign/campaign.ts';
import type { AddressKind } from '../domain/contact/address.ts';
import {
  dueClassesInOrder,
  enrollmentEnds,
  enrollmentStates,
  waitReasons,
} from '../domain/contact/enrollment.ts';
import type { Enrollment } from '../domain/contact/enrollment.ts';
import { eventTypeNames } from '../domain/events/catalogue.ts';
import type { Fault } from '../domain/fault.ts';

/** The version of the format. A change that this version cannot read raises it. */
export const bundleVersion = 1;

/** The maximum number of items in one line. */
export const itemsPerLine = 500;

/** A contact as a bundle has it. `kinds`: of its addresses. */
export type BundledContact = {
  row: number;
  timeZone: string | null;
  kinds: readonly AddressKind[];
  enrollment: Omit<Enrollment, 'person'>;
};

/** An attempt as a bundle has it. */
export type BundledAttempt = Omit<Attempt, 'campaign' | 'address' | 'sender' | 'callbacks' | 'correction'>;

const addressKinds = ['phone', 'email', 'linkedin'] as const satisfies readonly AddressKind[];
const faults = ['provider', 'throttled', 'credit', 'configuration'] as const satisfies readonly Fault[];

const whole = z.int();
const count = z.int().min(0);
const instant = z.number();
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullable();
const word = z.string().max(200);
const counts = z.record(word, count);
const zone = z.string().max(64);
/** Money in millionths of a unit. */
const micros = z.int();
const items = <Item extends z.ZodType>(item: Item) => z.array(item).max(itemsPerLine);

const counters = z.object({
  total: count,
  states: counts,
  attempts: counts,
  open: count,
  openImports: count,
  occupiedMs: z.number(),
  sending: z.object({ day: word, number: count, started: count }).optional(),
  canary: counts.optional(),
  cost: z
    .object({
      sums: z.record(word, z.object({ reported: micros, calculated: micros, reserved: micros })),
      unpriced: count,
      billed: z.object({ touches: count, seconds: count }),
    })
    .optional(),
});

const record = z.object({
  id: word,
  client: word,
  name: word,
  listed: z.boolean(),
  state: z.enum(campaignStates),
  epoch: count,
  owner: maybe(word),
  rev: count,
  seq: count,
  turn: z.null(),
  snapshot: z.string().max(100_000),
  machineVersion: count,
  definition: z.looseObject({
    steps: z
      .array(z.looseObject({ id: word, channel: word }))
      .min(1)
      .max(50),
  }),
  definitionVersion: count,
  counters,
  rest: maybe(z.enum(enrollmentEnds)),
  createdAt: instant,
  updatedAt: instant,
});

const enrollment = z.strictObject({
  position: z.int().min(1),
  contact: word,
  calendar: whole,
  state: z.enum(enrollmentStates),
  step: count,
  stepAttempts: count,
  attempts: count,
  reached: z.boolean(),
  dueClass: z.literal(dueClassesInOrder),
  dueAt: instant,
  waitReason: z.enum(waitReasons),
  callBackAt: maybe(instant).default(null),
  lines: maybe(
    z.strictObject({ at: maybe(count), tries: count, others: count, dead: z.array(count).max(100) }),
  ).default(null),
  openAttempt: maybe(word),
  pauseWanted: z.boolean(),
  deadlineAt: maybe(instant),
  lastDisposition: maybe(word),
  lastOutcome: maybe(word),
  lastAttemptAt: maybe(instant),
  endedAt: maybe(instant),
});

const contact = z.strictObject({
  row: count,
  timeZone: maybe(zone),
  kinds: z.array(z.enum(addressKinds)).max(addressKinds.length),
  enrollment,
});

const attempt = z.strictObject({
  id: word,
  position: z.int().min(1),
  contact: word,
  step: count,
  number: count,
  stepNumber: count,
  channel: word,
  state: z.enum(attemptStates),
  progress: maybe(word),
  disposition: maybe(word),
  outcome: maybe(word),
  evidence: z.literal(Object.values(evidenceRanks)),
  placed: z.boolean(),
  receipt: z.null(),
  providerId: z.null(),
  cause: maybe(z.strictObject({ code: word, name: word, source: word })),
  fault: maybe(z.enum(faults)),
  counts: z.boolean(),
  mintedAt: instant,
  placedAt: maybe(instant),
  reachedAt: maybe(instant),
  endedAt: maybe(instant),
  checkAt: maybe(instant),
  searchUntil: maybe(instant),
  permitUntil: maybe(instant),
  surplusId: z.null(),
  callBackAt: maybe(instant).default(null),
  endWanted: z.boolean(),
  details: maybe(z.record(word, z.number())),
});

const event = z.strictObject({
  seq: z.int().min(1),
  at: instant,
  type: z.enum(eventTypeNames as [string, ...string[]]),
  position: maybe(z.int().min(1)),
  attempt: maybe(word),
  by: maybe(word),
  data: z.record(z.string().max(100), z.unknown()),
});

const seriesRow = z.strictObject({
  at: instant,
  placed: whole,
  ended: z.record(word, whole),
  contactsEnded: whole,
  open: maybe(count),
});
const transition = z.strictObject({
  machine: word,
  from: maybe(word),
  event: maybe(word),
  to: word,
  count: z.int().min(1),
});
const tally = z.strictObject({
  calendar: whole,
  dueClass: z.literal(dueClassesInOrder),
  waitReason: z.enum(waitReasons),
  bucket: whole,
  contacts: whole,
});
const calendar = z.strictObject({
  number: whole,
  calendar: z.object({ zones: z.array(zone).max(50), regions: z.array(word).max(50) }),
});

/** The fields that a bundle has of a campaign, an enrollment and an attempt. A field that is added elsewhere is not in it. */
export const bundledFields = {
  record: Object.keys(record.shape),
  enrollment: Object.keys(enrollment.shape),
  attempt: Object.keys(attempt.shape),
} as const;

/** The lines of a bundle. A file has them in this order, each kind as often as it has items; the first and last once. */
export const bundleLines = {
  bundle: z.strictObject({
    kind: z.literal('bundle'),
    version: z.literal(bundleVersion),
    program: word,
    /** Business time at which it was made, RFC 3339 in UTC. */
    asOf: z.iso.datetime(),
    /** The first event of its log; events before it were removed. */
    firstSeq: z.int().min(1),
    campaign: record,
  }),
  calendars: z.strictObject({ kind: z.literal('calendars'), items: items(calendar) }),
  contacts: z.strictObject({ kind: z.literal('contacts'), items: items(contact) }),
  attempts: z.strictObject({ kind: z.literal('attempts'), items: items(attempt) }),
  events: z.strictObject({ kind: z.literal('events'), items: items(event) }),
  tallies: z.strictObject({ kind: z.literal('tallies'), items: items(tally) }),
  series: z.strictObject({ kind: z.literal('series'), items: items(seriesRow) }),
  transitions: z.strictObject({ kind: z.literal('transitions'), items: items(transition) }),
  end: z.strictObject({ kind: z.literal('end'), lines: count, hash: z.string().length(64) }),
} as const;

export type LineKind = keyof typeof bundleLines;
export const lineKinds = Object.keys(bundleLines) as readonly LineKind[];
export type BundleLine = { [Kind in LineKind]: z.output<(typeof bundleLines)[Kind]> }[LineKind];
export type LineOf<Kind extends LineKind> = Extract<BundleLine, { kind: Kind }>;
