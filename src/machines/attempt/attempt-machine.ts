import { setup } from 'xstate';
import { attemptEffects } from './attempt-events.ts';
import type { AttemptContext, AttemptMachineEvent } from './attempt-events.ts';
import { attemptGuards } from './attempt-guards.ts';
import { attemptUpdates } from './attempt-updates.ts';
import { actionsOf } from '../implementation.ts';

export type { AttemptContext, AttemptEffect, AttemptMachineEvent, TouchEnded } from './attempt-events.ts';
export { mergeOutcome } from './attempt-updates.ts';

/** Incremented whenever stored rows would be read differently. */
export const attemptMachineVersion = 2;

/** The guards, updates and effects that the definition refers to by name. */
export const attemptImplementation = {
  guards: attemptGuards,
  updates: attemptUpdates,
  effects: attemptEffects,
} as const;

const attemptSetup = setup({
  types: {
    context: {} as AttemptContext,
    events: {} as AttemptMachineEvent,
    input: {} as AttemptContext,
  },
  guards: attemptGuards,
  actions: actionsOf(attemptImplementation),
});

const live = { target: '#attempt.placed', actions: 'noteLiveEvidence' } as const;
/** Evidence that a touch is placed. It applies in every state in which this may not be known yet. */
const placing = {
  ACCEPTED: { target: '#attempt.placed', actions: 'noteAccepted' },
  PROGRESSED: live,
  REACHED: live,
  RESPONDED: live,
  QUALIFIED: { target: '#attempt.placed', actions: 'noteLiveQualified' },
} as const;
const notPlaced = { NOT_PLACED: { target: '#attempt.not-placed', actions: 'noteNotPlaced' } } as const;
const permitted = { target: 'sending', actions: 'noteSend' } as const;
/** Evidence that arrives too late to change the state. */
const late = { actions: 'noteEvidence' } as const;
const lateEvidence = {
  ACCEPTED: { actions: 'notePlaced' },
  PROGRESSED: late,
  REACHED: late,
  RESPONDED: late,
  QUALIFIED: { actions: 'noteQualified' },
} as const;
const weaker = { guard: 'namesTouch', actions: 'noteProviderId' } as const;

/**
 * One attempt of any channel. It only moves forward: a late or repeated report is recorded but never moves it back,
 * and every order of the same reports leads to the same row. The stage of a touch (for a call: ringing) is
 * `progress`, shown in `placed`. Each transition updates the context at most once, because each update copies it.
 */
export const attemptMachine = attemptSetup.createMachine({
  id: 'attempt',
  version: String(attemptMachineVersion),
  context: ({ input }) => input,
  initial: 'minted',
  on: {
    END_WANTED: { actions: ['wantEnd', 'endTouch'] },
    ENDED: [
      { guard: 'settles', target: '.settling', actions: 'noteSettling' },
      { target: '.ended', actions: 'noteEnd' },
    ],
    NO_TRACE: { actions: 'noteSearchPeriod' },
    SEARCH_ENDED: { target: '.ended', actions: 'noteUnconfirmed' },
  },
  states: {
    minted: { on: { PREPARE: 'preparing', SEND: permitted, ...notPlaced } },
    preparing: { on: { SEND: permitted, ...notPlaced } },
    sending: {
      on: { ...placing, ...notPlaced, AMBIGUOUS: { target: 'unknown', actions: 'noteSearchPeriod' } },
    },
    unknown: { entry: 'findTouch', on: { ...placing, ...notPlaced } },
    placed: {
      on: {
        ACCEPTED: { actions: 'noteAccepted' },
        PROGRESSED: { actions: 'noteLiveEvidence' },
        REACHED: { actions: 'noteLiveEvidence' },
        RESPONDED: { actions: 'noteLiveEvidence' },
        QUALIFIED: { actions: 'noteLiveQualified' },
      },
    },
    settling: {
      on: {
        ...lateEvidence,
        RESPONDED: [{ guard: 'hasOutcome', target: 'ended', actions: 'noteLastEvidence' }, late],
        SETTLED: { target: 'ended', actions: 'stopChecking' },
        ENDED: [{ guard: 'isStrongerEvidence', actions: 'noteSettling' }, weaker, {}],
        NO_TRACE: {},
        SEARCH_ENDED: {},
      },
    },
    ended: {
      on: {
        ...lateEvidence,
        ENDED: [{ guard: 'isStrongerEvidence', actions: 'noteEnd' }, weaker, {}],
        CORRECTED: { actions: 'noteCorrection' },
        END_WANTED: {},
        NO_TRACE: {},
        SEARCH_ENDED: {},
      },
    },
    'not-placed': { on: { ENDED: {}, NO_TRACE: {}, SEARCH_ENDED: {}, END_WANTED: {} } },
  },
});
