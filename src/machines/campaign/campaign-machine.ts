import { setup } from 'xstate';
import { campaignEffects } from './campaign-events.ts';
import type { CampaignContext, CampaignMachineEvent } from './campaign-events.ts';
import { campaignGuards } from './campaign-guards.ts';
import { campaignUpdates, initialContext } from './campaign-updates.ts';
import { actionsOf } from '../implementation.ts';

export { campaignCommands } from './campaign-events.ts';
export type {
  Assessment,
  CampaignContext,
  CampaignEffect,
  CampaignMachineEvent,
  Pause,
  Waiting,
} from './campaign-events.ts';
export { initialContext } from './campaign-updates.ts';

/** Incremented whenever a stored snapshot would be read differently. It is stored with every snapshot. */
export const campaignMachineVersion = 3;

/** The guards, updates and effects that the definition refers to by name. */
export const campaignImplementation = {
  guards: campaignGuards,
  updates: campaignUpdates,
  effects: campaignEffects,
} as const;

const campaignSetup = setup({
  types: { context: {} as CampaignContext, events: {} as CampaignMachineEvent },
  guards: campaignGuards,
  actions: actionsOf(campaignImplementation),
});

const cancelled = { target: '#campaign.cancelling', actions: 'noteCancel' } as const;
const finished = { guard: 'isFinished', target: '#campaign.completed' } as const;
const end = { entry: 'noteEnd', on: { ARCHIVE: 'archived', FAIL: {} } } as const;

/**
 * The life of a campaign. Pure: it performs no effect itself. In every turn the host computes the facts (`ASSESSED`)
 * and acts on the state that they lead to.
 */
export const campaignMachine = campaignSetup.createMachine({
  id: 'campaign',
  version: String(campaignMachineVersion),
  context: initialContext,
  initial: 'draft',
  on: { FAIL: { target: '.failed', actions: 'noteFailure' } },
  states: {
    draft: {
      on: {
        START: [
          { guard: 'isForLater', target: 'scheduled', actions: ['noteStartTime', 'noteCanary'] },
          { target: 'running', actions: ['noteStart', 'noteCanary'] },
        ],
        ADOPT: [
          { guard: 'isToBePaused', target: 'paused', actions: 'notePause' },
          { guard: 'hasEnded', target: 'completed' },
        ],
        CANCEL: cancelled,
      },
    },
    scheduled: {
      on: {
        DUE: { target: 'running', actions: 'noteStart' },
        UNSCHEDULE: { target: 'draft', actions: ['clearStartTime', 'clearCanary'] },
        PAUSE: { target: 'paused', actions: 'notePause' },
        CANCEL: cancelled,
      },
    },
    running: {
      initial: 'dispatching',
      on: {
        PAUSE: { target: 'paused', actions: ['notePause', 'cancelQueuedTouches'] },
        CANCEL: cancelled,
        EXPIRE: { target: '.draining', actions: ['noteExpiry', 'voidPermits', 'cancelQueuedTouches'] },
        OUTAGE: { target: 'paused', actions: ['notePause', 'alert'] },
        JUDGED: [
          { guard: 'isOverLimits', target: 'paused', actions: ['noteVerdict', 'notePause'] },
          { actions: 'noteVerdict' },
        ],
      },
      states: {
        dispatching: {
          on: {
            ASSESSED: [
              finished,
              { guard: 'isDrained', target: 'draining' },
              { guard: 'isBlocked', target: 'waiting' },
            ],
          },
        },
        waiting: {
          entry: 'noteWaiting',
          exit: 'clearWaiting',
          on: {
            ASSESSED: [
              finished,
              { guard: 'isDrained', target: 'draining' },
              { guard: 'isFree', target: 'dispatching' },
              { guard: 'isBlocked', actions: 'noteWaiting' },
            ],
          },
        },
        draining: {
          on: {
            ASSESSED: [
              finished,
              { guard: 'isDrained' },
              { guard: 'isFree', target: 'dispatching' },
              { guard: 'isBlocked', target: 'waiting' },
            ],
          },
        },
      },
    },
    paused: {
      entry: 'voidPermits',
      exit: 'leavePause',
      on: {
        RESUME: [
          { guard: 'isStartStillAhead', target: 'scheduled', actions: 'noteResume' },
          { target: 'running', actions: ['noteResume', 'noteStart'] },
        ],
        CANCEL: cancelled,
        EXPIRE: { target: 'running.draining', actions: 'noteExpiry' },
      },
    },
    cancelling: {
      entry: ['voidPermits', 'cancelQueuedTouches', 'endOpenTouches'],
      on: { ASSESSED: { guard: 'isSettled', target: 'cancelled' } },
    },
    cancelled: end,
    completed: end,
    failed: { ...end, entry: ['noteEnd', 'voidPermits', 'cancelQueuedTouches'] },
    archived: { on: { FAIL: {} } },
  },
});
