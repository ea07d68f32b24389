import { assign, setup } from 'xstate';
import type { CallContext, CallMachineEvent } from './call-events.ts';
import {
  accepted,
  callNamed,
  ended,
  hold,
  isStronger,
  lastNews,
  liveMachineNews,
  liveNews,
  machineNews,
  namesCall,
  news,
  noMoreChecks,
  notPlaced,
  placed,
  settling,
  unconfirmed,
} from './call-updates.ts';

export type { CallContext, CallEnded, CallMachineEvent } from './call-events.ts';
export { mergeOutcome } from './call-updates.ts';

/** Grows whenever stored rows would be read differently. */
export const callMachineVersion = 1;

const callSetup = setup({
  types: { context: {} as CallContext, events: {} as CallMachineEvent, input: {} as CallContext },
  guards: {
    settles: ({ context, event }) =>
      event.type === 'ENDED' && event.settleUntil !== null && context.outcome === null,
    isStronger: (given) => isStronger(given),
    namesCall: (given) => namesCall(given),
    hasOutcome: ({ event }) => event.type === 'GATHERED' && event.outcome !== null,
  },
  // At most one of them per transition: each costs XState a whole snapshot.
  actions: {
    noteAccepted: assign(accepted),
    notePlaced: assign(placed),
    noteNews: assign(news),
    noteLiveNews: assign(liveNews),
    noteMachine: assign(machineNews),
    noteLiveMachine: assign(liveMachineNews),
    noteLastNews: assign(lastNews),
    noteSettling: assign(settling),
    noteEnd: assign(ended),
    noteCallId: assign(callNamed),
    noteHold: assign(hold),
    noteUnconfirmed: assign(unconfirmed),
    noteNotPlaced: assign(notPlaced),
    stopChecking: assign(noMoreChecks),
    wantHangUp: assign({ hangUp: true }),
    /** Effects for the host: end it at the provider; look for it there. */
    endCall: () => undefined,
    findCall: () => undefined,
  },
});

/** What moves a call on from wherever it is before its end. */
const moving = {
  LIVE: { target: '#call.dialing', actions: 'noteLiveNews' },
  RANG: { target: '#call.ringing', actions: 'noteLiveNews' },
  ANSWERED: { target: '#call.in-progress', actions: 'noteLiveNews' },
  GATHERED: { target: '#call.in-progress', actions: 'noteLiveNews' },
  MACHINE_HEARD: { target: '#call.in-progress', actions: 'noteLiveMachine' },
} as const;
const stillThere = { actions: 'noteLiveNews' } as const;
/** News that comes too late to move the state. */
const late = { actions: 'noteNews' } as const;
const lateMachine = { actions: 'noteMachine' } as const;
/** The fate of an attempt that may not have left us. */
const placing = {
  ...moving,
  ACCEPTED: { target: '#call.dialing', actions: 'noteAccepted' },
  NOT_PLACED: { target: '#call.not-placed', actions: 'noteNotPlaced' },
} as const;
const ambiguous = { target: '#call.unknown', actions: ['noteHold', 'findCall'] } as const;
const weaker = { guard: 'namesCall', actions: 'noteCallId' } as const;

/**
 * One call. The order is monotonic: a late or repeated callback is noted but never moves it back, and every order of
 * the same callbacks leads to the same row.
 */
export const callMachine = callSetup.createMachine({
  id: 'call',
  version: String(callMachineVersion),
  context: ({ input }) => input,
  initial: 'minted',
  on: {
    HANG_UP: { actions: ['wantHangUp', 'endCall'] },
    ENDED: [
      { guard: 'settles', target: '.settling', actions: 'noteSettling' },
      { target: '.ended', actions: 'noteEnd' },
    ],
    ACCEPTED: { actions: 'noteAccepted' },
    NO_TRACE: { actions: 'noteHold' },
    HOLD_RAN_OUT: { target: '.ended', actions: 'noteUnconfirmed' },
  },
  states: {
    minted: { on: { ...placing, WARM: 'warming', AMBIGUOUS: ambiguous } },
    warming: { on: { ...placing, AMBIGUOUS: ambiguous } },
    unknown: { on: placing },
    dialing: { on: { ...moving, LIVE: stillThere } },
    ringing: { on: { ...moving, LIVE: stillThere, RANG: late } },
    'in-progress': {
      on: { LIVE: stillThere, RANG: late, ANSWERED: late, MACHINE_HEARD: lateMachine, GATHERED: late },
    },
    settling: {
      on: {
        ACCEPTED: { actions: 'notePlaced' },
        RANG: late,
        ANSWERED: late,
        MACHINE_HEARD: lateMachine,
        GATHERED: [{ guard: 'hasOutcome', target: 'ended', actions: 'noteLastNews' }, late],
        SETTLED: { target: 'ended', actions: 'stopChecking' },
        ENDED: [{ guard: 'isStronger', actions: 'noteSettling' }, weaker, {}],
        NO_TRACE: {},
        HOLD_RAN_OUT: {},
      },
    },
    ended: {
      on: {
        ACCEPTED: { actions: 'notePlaced' },
        RANG: late,
        ANSWERED: late,
        MACHINE_HEARD: lateMachine,
        GATHERED: late,
        ENDED: [{ guard: 'isStronger', actions: 'noteEnd' }, weaker, {}],
        HANG_UP: {},
        NO_TRACE: {},
        HOLD_RAN_OUT: {},
      },
    },
    'not-placed': { on: { ENDED: {}, ACCEPTED: {}, NO_TRACE: {}, HOLD_RAN_OUT: {}, HANG_UP: {} } },
  },
});
