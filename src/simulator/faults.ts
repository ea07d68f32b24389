import { z } from 'zod';
import { createStrikes, strikeFields, type Strikes } from './strikes.ts';
import { type CallEvent, callEvents, type DocumentEvent, documentEvents } from './types.ts';

/** Faults of an API answer. Faults that begin with `accepted-` carry out the request and then replace the answer. */
export const requestFaults = [
  'accepted-then-500',
  'accepted-then-503',
  'accepted-then-no-reply',
  'accepted-then-reset',
  'reject-401',
  'reject-403',
  'reject-429',
  'reject-500',
  'reject-503',
  'no-reply',
  'reset',
  'slow-reply',
  'hangup-before-reply',
  'answer-garbage',
  'reject-garbage',
] as const;

/** What replaces an answer: the output of proxies, gateways, captive portals and broken connections. */
export const garbageKinds = [
  /** The HTML page of a proxy. */
  'html',
  /** `{}` */
  'empty',
  /** The error object of a gateway, without `api_id`. With a 2xx status it has one. */
  'error',
  /** The data of another call, in the carrier's format. */
  'other-call',
  /** The real answer, cut off in the middle. */
  'truncated',
  /** The real answer in a JSON array. */
  'array',
] as const;

/** Faults of one callback. */
export const callbackFaults = [
  'callback-lost',
  'callback-late',
  'callback-after-hangup',
  'callback-duplicate',
  'callback-replayed-nonce',
  'callback-wrong-signature',
  'callback-wrong-token',
  'callback-signature-list',
  'callback-tampered',
] as const;

/** Faults of the carrier's data about a call. */
export const callFaults = [
  'live-ghost',
  'live-missing',
  'record-late',
  'machine-wrong',
  'machine-never',
] as const;

export type GarbageKind = (typeof garbageKinds)[number];
export type RequestFault = (typeof requestFaults)[number];
export type CallbackFault = (typeof callbackFaults)[number];
export type CallFault = (typeof callFaults)[number];

/** The kinds of API requests. */
export const requestKinds = [
  'place',
  'live',
  'queued',
  'record',
  'records',
  'hang-up',
  'cancel',
  'other',
] as const;
export type RequestKind = (typeof requestKinds)[number];

/**
 * One fault and the occasions on which it is applied. All conditions of `match` must hold.
 */
export const faultRuleSchema = z.strictObject({
  fault: z.enum([...requestFaults, ...callbackFaults, ...callFaults]),
  match: z
    .strictObject({
      /** The token of the attempt, from the query of answer_url. */
      attempt: z.string(),
      /** Destination, with or without `+`. */
      to: z.string().transform((to) => to.replace(/^\+/, '')),
      /** The last digits of the destination. */
      suffix: z.string().regex(/^\d+$/),
      /** The number of the call among the calls to the same destination, from 1. */
      ordinal: z.int().positive(),
      /** For faults of an API answer. Default: `place`. */
      request: z.enum([...requestKinds, 'any']),
      /** For faults of callbacks. Default: every event of a call, and Ring for callback-after-hangup. */
      event: z.enum([...callEvents, ...documentEvents]),
    })
    .partial()
    .default({}),
  ...strikeFields,
  /** The duration in milliseconds of slow-reply, callback-late, callback-duplicate, live-* and record-late. */
  ms: z.number().min(0).optional(),
  /** For answer-garbage and reject-garbage: what replaces the answer. Default: drawn from the seed. */
  garbage: z.enum(garbageKinds).optional(),
  /** For answer-garbage and reject-garbage: the HTTP status. Default: 200. */
  status: z.int().min(200).max(599).optional(),
  /** For wrongly signed and tampered callbacks: whether the correct one is sent directly after it. */
  extra: z.boolean().optional(),
});

export type FaultRule = z.output<typeof faultRuleSchema>;
export type FaultRuleInput = z.input<typeof faultRuleSchema>;

export type Occasion = {
  to?: string | undefined;
  attempt?: string | null | undefined;
  ordinal?: number | undefined;
  request?: RequestKind;
  event?: CallEvent | DocumentEvent;
  /** Identifies the occasion for `probability`: the same key always has the same result. */
  key: string;
};

export type Faults = Pick<Strikes<FaultRule, Occasion>, 'rules' | 'replace'> & {
  /**
   * Returns the first rule for one of these faults that applies to this occasion; null if none does. Each call counts
   * as an occasion.
   */
  strike: <Fault extends FaultRule['fault']>(
    faults: readonly Fault[],
    occasion: Occasion,
  ) => (FaultRule & { fault: Fault }) | null;
};

/** Creates the list of fault rules of the carrier. */
export function createFaults({ seed, rules }: { seed: number; rules: readonly FaultRule[] }): Faults {
  type Wanted = Occasion & { wanted: readonly string[] };
  const strikes = createStrikes<FaultRule, Wanted>({
    seed,
    rules,
    matches: (rule, { wanted, ...occasion }) => wanted.includes(rule.fault) && matches(rule, occasion),
  });
  return {
    ...strikes,
    strike: <Fault extends FaultRule['fault']>(faults: readonly Fault[], occasion: Occasion) =>
      strikes.strike({ ...occasion, wanted: faults }) as (FaultRule & { fault: Fault }) | null,
  };
}

function matches({ match, fault }: FaultRule, occasion: Occasion): boolean {
  if (match.attempt !== undefined && match.attempt !== occasion.attempt) return false;
  if (match.to !== undefined && match.to !== occasion.to) return false;
  if (match.suffix !== undefined && !occasion.to?.endsWith(match.suffix)) return false;
  if (match.ordinal !== undefined && match.ordinal !== occasion.ordinal) return false;
  if (occasion.request && ![occasion.request, 'any'].includes(match.request ?? 'place')) return false;
  // A rule without an event is about the events of a call, not about its documents.
  if (occasion.event && !match.event && isDocumentEvent(occasion.event)) return false;
  const event = match.event ?? (fault === 'callback-after-hangup' ? 'Ring' : occasion.event);
  return event === occasion.event;
}

function isDocumentEvent(event: string): boolean {
  return documentEvents.some((name) => name === event);
}
