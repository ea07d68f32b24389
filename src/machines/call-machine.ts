import { setup } from 'xstate';
import { callEffects } from './call-events.ts';
import type { CallContext, CallMachineEvent } from './call-events.ts';
import { callGuards } from './call-guards.ts';
import { callUpdates } from './call-updates.ts';
import { actionsOf } from './implementation.ts';

export type { CallContext, CallEffect, CallEnded, CallMachineEvent } from './call-events.ts';
export { mergeOutcome } from './call-updates.ts';

/** Grows whenever stored rows would be read differently. */
export const callMachineVersion = 1;

/** What the definition refers to by name. */
export const callImplementation = {
  guards: callGuards,
  updates: callUpdates,
  effects: callEffects,
} as const;

const callSetup = setup({
  types: { context: {} as CallContext, events: {} as CallMachineEvent, input: {} as CallContext },
  guards: callGuards,
  actions: actionsOf(callImplementation),
});

/** Evidence that moves a call forward from any state before its end. */
const moving = {
  LIVE: { target: '#call.dialing', actions: 'noteLiveEvidence' },
  RANG: { target: '#call.ringing', actions: 'noteLiveEvidence' },
  ANSWERED: { target: '#call.in-progress', actions: 'noteLiveEvidence' },
  GATHERED: { target: '#call.in-progress', actions: 'noteLiveEvidence' },
  MACHINE_HEARD: { target: '#call.in-progress', actions: 'noteLiveMachineAnswer' },
} as const;
const stillThere = { actions: 'noteLiveEvidence' } as const;
/** Evidence that comes too late to move the state. */
const late = { actions: 'noteEvidence' } as const;
const lateMachine = { actions: 'noteMachineAnswer' } as const;
/** For an attempt whose request may not have reached the provider. */
const placing = {
  ...moving,
  ACCEPTED: { target: '#call.dialing', actions: 'noteAccepted' },
  NOT_PLACED: { target: '#call.not-placed', actions: 'noteNotPlaced' },
} as const;
const weaker = { guard: 'namesCall', actions: 'noteCallId' } as const;

/**
 * One call. It only moves forward: a late or repeated callback is noted but never moves it back, and every order of
 * the same callbacks leads to the same row. Each transition updates the context at most once, because each update
 * copies it.
 */
export const callMachine = callSetup.createMachine({
  id: 'call',
  version: String(callMachineVersion),
  context: ({ input }) => input,
  initial: 'minted',
  on: {
    HANG_UP: { actions: ['wantHangUp', 'endTouch'] },
    ENDED: [
      { guard: 'settles', target: '.settling', actions: 'noteSettling' },
      { target: '.ended', actions: 'noteEnd' },
    ],
    ACCEPTED: { actions: 'noteAccepted' },
    NO_TRACE: { actions: 'noteSearchPeriod' },
    SEARCH_ENDED: { target: '.ended', actions: 'noteUnconfirmed' },
  },
  states: {
    minted: { on: { ...placing, AMBIGUOUS: { target: 'unknown', actions: 'noteSearchPeriod' } } },
    unknown: { entry: 'findTouch', on: placing },
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
        GATHERED: [{ guard: 'hasOutcome', target: 'ended', actions: 'noteLastEvidence' }, late],
        SETTLED: { target: 'ended', actions: 'stopChecking' },
        ENDED: [{ guard: 'isStrongerEvidence', actions: 'noteSettling' }, weaker, {}],
        NO_TRACE: {},
        SEARCH_ENDED: {},
      },
    },
    ended: {
      on: {
        ACCEPTED: { actions: 'notePlaced' },
        RANG: late,
        ANSWERED: late,
        MACHINE_HEARD: lateMachine,
        GATHERED: late,
        ENDED: [{ guard: 'isStrongerEvidence', actions: 'noteEnd' }, weaker, {}],
        HANG_UP: {},
        NO_TRACE: {},
        SEARCH_ENDED: {},
      },
    },
    'not-placed': { on: { ENDED: {}, ACCEPTED: {}, NO_TRACE: {}, SEARCH_ENDED: {}, HANG_UP: {} } },
  },
});
