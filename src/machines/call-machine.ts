import { assign, setup } from 'xstate';
import { evidenceRanks } from '../domain/attempt.ts';
import type { Attempt, EvidenceRank, ProviderCause } from '../domain/attempt.ts';
import type { Disposition, Outcome } from '../domain/disposition.ts';
import type { Fault } from '../domain/fault.ts';

/** The stored row without its state is the machine's whole context. */
export type CallContext = Omit<Attempt, 'state'>;

/** News of a call; `checkAt` is when to ask the provider if nothing more is heard. */
type News = { at: number; callId: string | null; checkAt: number };

/** A result, with everything policy says about it worked out by the host. */
export type CallEnded = {
  type: 'ENDED';
  at: number;
  rank: EvidenceRank;
  callId: string | null;
  disposition: Disposition;
  cause: ProviderCause | null;
  talkSeconds: number | null;
  fault: Fault | null;
  counts: boolean;
  /** Until when callbacks that this one may have overtaken are waited for; null: for none. */
  settleUntil: number | null;
};

export type CallMachineEvent =
  | { type: 'WARM' }
  | { type: 'WARMED' }
  | { type: 'ACCEPTED'; at: number; requestId: string | null; checkAt: number }
  | ({ type: 'RANG' } & News)
  | ({ type: 'LIVE' } & News)
  | ({ type: 'ANSWERED' } & News)
  | ({ type: 'MACHINE_HEARD' } & News)
  | ({ type: 'GATHERED'; outcome: Outcome | null } & News)
  | CallEnded
  | { type: 'SETTLED' }
  | { type: 'AMBIGUOUS'; holdUntil: number; checkAt: number }
  | { type: 'NO_TRACE'; holdUntil: number; checkAt: number }
  | { type: 'HOLD_RAN_OUT'; at: number }
  | { type: 'NOT_PLACED'; at: number }
  | { type: 'HANG_UP' };

/** The outcome that counts when a call gave several: an opt-out always, else the greater word, so that order is no matter. */
export function mergeOutcome(left: Outcome | null, right: Outcome | null): Outcome | null {
  if (left === 'opt-out' || right === 'opt-out') return 'opt-out';
  return (left ?? '') > (right ?? '') ? left : right;
}

/** Whether evidence is stronger than what the attempt rests on; of two equal pieces the longer, then the greater code wins. */
function isStronger(context: CallContext, event: CallEnded): boolean {
  if (event.rank !== context.evidence) return event.rank > context.evidence;
  const talk = (event.talkSeconds ?? 0) - (context.talkSeconds ?? 0);
  return talk === 0 ? (event.cause?.code ?? '') > (context.cause?.code ?? '') : talk > 0;
}

const dispositionOf = (context: CallContext, event: CallEnded): Disposition =>
  context.disposition === 'machine' && event.disposition === 'answered' ? 'machine' : event.disposition;

const callSetup = setup({
  types: { context: {} as CallContext, events: {} as CallMachineEvent, input: {} as CallContext },
  guards: {
    settles: ({ context, event }) =>
      event.type === 'ENDED' && event.settleUntil !== null && context.outcome === null,
    isStronger: ({ context, event }) => event.type === 'ENDED' && isStronger(context, event),
    hasOutcome: ({ event }) => event.type === 'GATHERED' && event.outcome !== null,
  },
  actions: {
    noteAccepted: assign(({ context, event }) =>
      event.type === 'ACCEPTED'
        ? {
            placed: true,
            requestId: context.requestId ?? event.requestId,
            dialingAt: context.dialingAt ?? event.at,
            checkAt: event.checkAt,
            holdUntil: null,
          }
        : {},
    ),
    /** Ids and instants are noted whenever they come, also too late for the state: so any order gives the same row. */
    noteNews: assign(({ context, event }) => {
      if (!('callId' in event)) return {};
      const ringing = event.type === 'RANG';
      const answered =
        event.type === 'ANSWERED' || event.type === 'GATHERED' || event.type === 'MACHINE_HEARD';
      return {
        placed: true,
        callId: context.callId ?? event.callId,
        ringingAt: context.ringingAt ?? (ringing ? event.at : null),
        answeredAt: context.answeredAt ?? (answered ? event.at : null),
        outcome: event.type === 'GATHERED' ? mergeOutcome(context.outcome, event.outcome) : context.outcome,
      };
    }),
    noteMachine: assign(({ context }) => ({
      disposition:
        context.evidence === evidenceRanks.none || context.disposition === 'answered'
          ? ('machine' as const)
          : context.disposition,
    })),
    checkLater: assign(({ event }) =>
      'checkAt' in event ? { checkAt: event.checkAt, holdUntil: null } : {},
    ),
    noteEnd: assign(({ context, event }) =>
      event.type === 'ENDED' && isStronger(context, event)
        ? {
            placed: true,
            callId: context.callId ?? event.callId,
            evidence: event.rank,
            disposition: dispositionOf(context, event),
            cause: event.cause,
            talkSeconds: event.talkSeconds,
            fault: event.fault,
            counts: event.counts,
            endedAt: context.endedAt ?? event.at,
            checkAt: event.settleUntil,
            holdUntil: null,
          }
        : {},
    ),
    noteHold: assign(({ context, event }) =>
      event.type === 'AMBIGUOUS' || event.type === 'NO_TRACE'
        ? { holdUntil: context.holdUntil ?? event.holdUntil, checkAt: event.checkAt }
        : {},
    ),
    noteUnconfirmed: assign(({ event }) =>
      event.type === 'HOLD_RAN_OUT'
        ? {
            evidence: evidenceRanks.timeout,
            disposition: 'unconfirmed' as const,
            endedAt: event.at,
            checkAt: null,
            holdUntil: null,
          }
        : {},
    ),
    noteNotPlaced: assign(({ event }) =>
      event.type === 'NOT_PLACED' ? { endedAt: event.at, counts: false, checkAt: null, holdUntil: null } : {},
    ),
    stopChecking: assign({ checkAt: null, holdUntil: null }),
    wantHangUp: assign({ hangUp: true }),
    /** Effects for the host: end it at the provider; look for it there. */
    endCall: () => undefined,
    findCall: () => undefined,
  },
});

const ended = [
  {
    guard: 'settles' as const,
    target: '#call.settling' as const,
    actions: ['noteNews' as const, 'noteEnd' as const],
  },
  {
    target: '#call.ended' as const,
    actions: ['noteNews' as const, 'noteEnd' as const, 'stopChecking' as const],
  },
];

/** What moves a call on from wherever it is before its end. */
const rang = { target: '#call.ringing', actions: ['noteNews', 'checkLater'] } as const;
const answered = { target: '#call.in-progress', actions: ['noteNews', 'checkLater'] } as const;
const heardMachine = {
  target: '#call.in-progress',
  actions: ['noteNews', 'noteMachine', 'checkLater'],
} as const;
const accepted = { target: '#call.dialing', actions: 'noteAccepted' } as const;
const live = { target: '#call.dialing', actions: ['noteNews', 'checkLater'] } as const;
/** News that comes too late to move the state. */
const late = { actions: 'noteNews' } as const;
const stillThere = { actions: ['noteNews', 'checkLater'] } as const;
const heard = { ANSWERED: answered, MACHINE_HEARD: heardMachine, GATHERED: answered };

/**
 * One call. The order is monotonic: a late or repeated callback is noted but never moves it back, and every order of
 * the same callbacks leads to the same row.
 */
export const callMachine = callSetup.createMachine({
  id: 'call',
  context: ({ input }) => input,
  initial: 'minted',
  on: {
    HANG_UP: { actions: ['wantHangUp', 'endCall'] },
    ENDED: ended,
    ACCEPTED: { actions: 'noteAccepted' },
    NO_TRACE: { actions: 'noteHold' },
    HOLD_RAN_OUT: { target: '.ended', actions: 'noteUnconfirmed' },
  },
  states: {
    minted: {
      on: {
        WARM: 'warming',
        ACCEPTED: accepted,
        LIVE: live,
        RANG: rang,
        ...heard,
        AMBIGUOUS: { target: 'unknown', actions: ['noteHold', 'findCall'] },
        NOT_PLACED: { target: 'not-placed', actions: 'noteNotPlaced' },
      },
    },
    warming: {
      on: { WARMED: 'minted', NOT_PLACED: { target: 'not-placed', actions: 'noteNotPlaced' } },
    },
    unknown: {
      on: {
        ACCEPTED: accepted,
        LIVE: live,
        RANG: rang,
        ...heard,
        NOT_PLACED: { target: 'not-placed', actions: 'noteNotPlaced' },
      },
    },
    dialing: { on: { LIVE: stillThere, RANG: rang, ...heard } },
    ringing: { on: { LIVE: stillThere, RANG: late, ...heard } },
    'in-progress': {
      on: {
        LIVE: stillThere,
        RANG: late,
        ANSWERED: late,
        MACHINE_HEARD: { actions: ['noteNews', 'noteMachine'] },
        GATHERED: late,
      },
    },
    settling: {
      on: {
        RANG: late,
        ANSWERED: late,
        MACHINE_HEARD: { actions: ['noteNews', 'noteMachine'] },
        GATHERED: [{ guard: 'hasOutcome', target: 'ended', actions: ['noteNews', 'stopChecking'] }, late],
        SETTLED: { target: 'ended', actions: 'stopChecking' },
        ENDED: [{ guard: 'isStronger', actions: 'noteEnd' }, {}],
      },
    },
    ended: {
      on: {
        ACCEPTED: { actions: ['noteAccepted', 'stopChecking'] },
        HANG_UP: {},
        RANG: late,
        ANSWERED: late,
        MACHINE_HEARD: { actions: ['noteNews', 'noteMachine'] },
        GATHERED: late,
        ENDED: [{ guard: 'isStronger', actions: ['noteEnd', 'stopChecking'] }, {}],
        NO_TRACE: {},
        HOLD_RAN_OUT: {},
      },
    },
    'not-placed': { on: { ENDED: {}, ACCEPTED: {}, NO_TRACE: {}, HOLD_RAN_OUT: {}, HANG_UP: {} } },
  },
});

export const callMachineVersion = 1;
