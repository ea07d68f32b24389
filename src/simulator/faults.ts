import { z } from 'zod';
import { createDraw } from './draws.ts';
import type { CallEvent } from './types.ts';

/** Faults of the API's answer. `accepted-` ones do what was asked before they spoil the answer. */
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

/** What an answer is replaced by: what proxies, gateways, captive portals and broken connections make of it. */
export const garbageKinds = [
  /** The HTML page of a proxy. */
  'html',
  /** `{}` */
  'empty',
  /** The error object of a gateway, which has no `api_id`; with a 2xx status it has one. */
  'error',
  /** What is known of another call, in the carrier's own shape. */
  'other-call',
  /** The true answer, cut off in the middle. */
  'truncated',
  /** The true answer in a JSON array. */
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

/** Faults of what the carrier knows about a call. */
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

/** What an API request asks for. */
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
 * One fault and when it strikes. All given conditions must hold. Of the occasions that match, `nth` picks one
 * (from 1), `times` the first few, `probability` some by the seed.
 */
export const faultRuleSchema = z.strictObject({
  fault: z.enum([...requestFaults, ...callbackFaults, ...callFaults]),
  match: z
    .strictObject({
      /** The token of the attempt, as it stands in the query of answer_url. */
      attempt: z.string(),
      /** Destination, with or without `+`. */
      to: z.string().transform((to) => to.replace(/^\+/, '')),
      /** Last digits of the destination. */
      suffix: z.string().regex(/^\d+$/),
      /** The how-manieth call to that number, from 1. */
      ordinal: z.int().positive(),
      /** Faults of the API's answer; `place` if not given. */
      request: z.enum([...requestKinds, 'any']),
      /** Faults of callbacks; every event if not given (Ring for callback-after-hangup). */
      event: z.enum(['Ring', 'StartApp', 'MachineDetection', 'Hangup']),
    })
    .partial()
    .default({}),
  nth: z.int().positive().optional(),
  times: z.int().positive().optional(),
  probability: z.number().min(0).max(1).optional(),
  /** How long, in milliseconds: of slow-reply, callback-late, callback-duplicate, live-*, record-late. */
  ms: z.number().min(0).optional(),
  /** Of answer-garbage and reject-garbage: what comes instead of the answer; drawn by the seed if not given. */
  garbage: z.enum(garbageKinds).optional(),
  /** Of answer-garbage and reject-garbage: the HTTP status; 200 if not given. */
  status: z.int().min(200).max(599).optional(),
  /** For wrongly signed and tampered callbacks: send the true one as well, right after it. */
  extra: z.boolean().optional(),
});

export type FaultRule = z.output<typeof faultRuleSchema>;
export type FaultRuleInput = z.input<typeof faultRuleSchema>;

export type Occasion = {
  to?: string | undefined;
  attempt?: string | null | undefined;
  ordinal?: number | undefined;
  request?: RequestKind;
  event?: CallEvent;
  /** Tells occasions of a rule apart; the same key always draws the same. */
  key: string;
};

export type Faults = {
  /** The rules with how often each one matched and struck. */
  rules: () => Array<FaultRule & { seen: number; struck: number }>;
  replace: (rules: readonly FaultRule[]) => void;
  /** The first rule of these faults that strikes on this occasion; asking counts as an occasion. */
  strike: <Fault extends FaultRule['fault']>(
    faults: readonly Fault[],
    occasion: Occasion,
  ) => (FaultRule & { fault: Fault }) | null;
};

type Counted = { rule: FaultRule; seen: number; struck: number };

/** Keeps the fault rules and decides when they strike. */
export function createFaults({ seed, rules }: { seed: number; rules: readonly FaultRule[] }): Faults {
  const count = (list: readonly FaultRule[]): Counted[] => list.map((rule) => ({ rule, seen: 0, struck: 0 }));
  let counted = count(rules);

  const strikes = (entry: Counted, occasion: Occasion): boolean => {
    const { rule } = entry;
    entry.seen += 1;
    if (rule.nth !== undefined && entry.seen !== rule.nth) return false;
    if (rule.times !== undefined && entry.struck >= rule.times) return false;
    if (rule.probability === undefined) return true;
    const draw = createDraw({ seed, subject: `fault|${counted.indexOf(entry)}|${rule.fault}` });
    return draw(occasion.key) < rule.probability;
  };

  return {
    rules: () => counted.map(({ rule, seen, struck }) => ({ ...rule, seen, struck })),
    replace(list) {
      counted = count(list);
    },
    strike<Fault extends FaultRule['fault']>(faults: readonly Fault[], occasion: Occasion) {
      const wanted: readonly string[] = faults;
      for (const entry of counted) {
        if (!wanted.includes(entry.rule.fault) || !matches(entry.rule, occasion)) continue;
        if (!strikes(entry, occasion)) continue;
        entry.struck += 1;
        return entry.rule as FaultRule & { fault: Fault };
      }
      return null;
    },
  };
}

function matches({ match, fault }: FaultRule, occasion: Occasion): boolean {
  if (match.attempt !== undefined && match.attempt !== occasion.attempt) return false;
  if (match.to !== undefined && match.to !== occasion.to) return false;
  if (match.suffix !== undefined && !occasion.to?.endsWith(match.suffix)) return false;
  if (match.ordinal !== undefined && match.ordinal !== occasion.ordinal) return false;
  if (occasion.request && ![occasion.request, 'any'].includes(match.request ?? 'place')) return false;
  const event = match.event ?? (fault === 'callback-after-hangup' ? 'Ring' : occasion.event);
  return event === occasion.event;
}
