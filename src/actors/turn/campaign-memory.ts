import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { CampaignRecord, CampaignState, Doing } from '../../domain/campaign/campaign.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { dueClasses } from '../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import type { Person } from '../../domain/contact/person.ts';
import type { Calendar } from '../../domain/time/window-rules.ts';
import {
  campaignMachine,
  campaignMachineVersion,
  initialContext,
} from '../../machines/campaign/campaign-machine.ts';
import type { CampaignContext } from '../../machines/campaign/campaign-machine.ts';
import type { DueTally } from '../../persistence/contract/store.ts';
import type { NotedActivity } from '../../rules/activity-log.ts';
import type { Window } from '../../rules/windows/windows.ts';
import type { CampaignPosition } from '../transitions/machines.ts';

/** An attempt in flight with the rows that it concerns. They are kept so that its end needs no reads. */
export type OpenAttempt = { attempt: Attempt; enrollment: Enrollment; person: Person };

/** Returns the rows of an open attempt in the form in which a turn adds them. */
export function rowsOfOpen({ enrollment, person }: OpenAttempt): {
  enrollments: readonly Enrollment[];
  persons: readonly (readonly [string, Person])[];
} {
  return { enrollments: [enrollment], persons: [[enrollment.person, person]] };
}

/**
 * The state of a campaign that its owner keeps in memory: exactly what the store has committed. After any doubt (a
 * stale commit, a store error) it is dropped and loaded again.
 */
export type CampaignMemory = {
  record: CampaignRecord;
  position: CampaignPosition;
  calendars: ReadonlyMap<number, Calendar>;
  tallies: Map<string, DueTally>;
  open: Map<string, OpenAttempt>;
  /** The activity of the campaign that was logged last. Only the owner knows it. */
  noted: NotedActivity;
  /** Returns the window of a calendar under the current definition. */
  windowOf: (calendar: number) => Window;
};

/** Returns the windows of one definition; see `createWindows`. */
export type WindowsFor = (definition: CampaignRecord['definition']) => (calendar: Calendar) => Window;

export function tallyKey({ calendar, dueClass, waitReason, bucket }: Omit<DueTally, 'contacts'>): string {
  return `${calendar}|${dueClass}|${waitReason}|${bucket}`;
}

/** Returns the machine's snapshot as it is stored: value and context, with the machine's name and version. */
function writeSnapshot({ value, context }: CampaignPosition): string {
  return JSON.stringify({ machine: 'campaign', version: campaignMachineVersion, value, context });
}

/** What later versions of the machine added to its context, as it was before. */
const addedContext = { canary: null } as const satisfies Partial<CampaignContext>;

/** Removes the circuit breaker, which an earlier version of the machine stored in its context. */
function knownContext(stored: CampaignContext): CampaignContext {
  const keys = Object.keys(initialContext) as (keyof CampaignContext)[];
  const context = { ...addedContext, ...stored };
  for (const key of keys) if (!(key in context)) throw new TypeError(`it has no ${key}`);
  return Object.fromEntries(keys.map((key) => [key, context[key]])) as CampaignContext;
}

/** Returns the snapshot of the machine from a record. */
export function snapshotOf(
  position: CampaignPosition,
): Pick<CampaignRecord, 'state' | 'snapshot' | 'machineVersion'> {
  return {
    state: stateOf(position).state,
    snapshot: writeSnapshot(position),
    machineVersion: campaignMachineVersion,
  };
}

export function readSnapshot({ snapshot, machineVersion, id }: CampaignRecord): CampaignPosition {
  if (machineVersion > campaignMachineVersion) {
    throw new RingmasterError({
      code: 'campaign.snapshot-newer',
      family: 'fault',
      message: `Campaign ${id} was written by a newer version of Ringmaster (machine version ${machineVersion}; this version supports ${campaignMachineVersion}).`,
      hint: 'Run it with the newer release; nothing was changed.',
    });
  }
  try {
    const { value, context: stored } = JSON.parse(snapshot) as CampaignPosition;
    const context = knownContext(stored);
    campaignMachine.resolveState({ value, context });
    return { value, context };
  } catch (cause) {
    throw new RingmasterError({
      code: 'campaign.unreadable',
      family: 'fault',
      message: `The stored snapshot of campaign ${id} is not one of its machine.`,
      hint: 'Restore the store from a backup, or start a new campaign with the remaining contacts.',
      cause,
    });
  }
}

/** Returns the name of the state and, if the campaign is running, its activity. */
export function stateOf({ value }: Pick<CampaignPosition, 'value'>): {
  state: CampaignState;
  doing: Doing | null;
} {
  if (typeof value === 'string') return { state: value as CampaignState, doing: null };
  const [state, doing] = Object.entries(value)[0] ?? [];
  return { state: state as CampaignState, doing: doing as Doing };
}

/** Returns the state with its substate, joined by a dot: `running.waiting`. */
export function statePath(position: Pick<CampaignPosition, 'value'>): string {
  const { state, doing } = stateOf(position);
  return doing === null ? state : `${state}.${doing}`;
}

/** Due times are stored without the time spent in pauses, so that a pause stops all of them in one write. */
export function toStoredTime({ heldMs }: Pick<CampaignContext, 'heldMs'>, at: number): number {
  return at - heldMs;
}

export function fromStoredTime({ heldMs }: Pick<CampaignContext, 'heldMs'>, at: number): number {
  return at + heldMs;
}

type Due = Pick<Enrollment, 'dueClass' | 'dueAt'>;

/** The business time at which a contact is due. A pause does not delay a call-back. */
export function dueInstant(context: Pick<CampaignContext, 'heldMs'>, { dueClass, dueAt }: Due): number {
  return dueClass === dueClasses.callback ? dueAt : fromStoredTime(context, dueAt);
}

/** The time to store for a contact of a class that is due at a business time. */
export function storedDue(context: Pick<CampaignContext, 'heldMs'>, { dueClass, dueAt }: Due): number {
  return dueClass === dueClasses.callback ? dueAt : toStoredTime(context, dueAt);
}

/** A calendar without hours, for single calls that are allowed at any time with a reason. */
export const alwaysOpenCalendar: Calendar = { zones: ['*'], regions: [] };

function isAlwaysOpen({ zones }: Calendar): boolean {
  return zones[0] === alwaysOpenCalendar.zones[0];
}

function keepOpen(window: Window): Window {
  return { ...window, isOpen: () => true, nextOpening: (at) => at, closing: () => null };
}

/** Builds the window lookup for calendars by number. */
export function windowLookup({
  definition,
  calendars,
  windowsFor,
}: {
  definition: CampaignRecord['definition'];
  calendars: ReadonlyMap<number, Calendar>;
  windowsFor: WindowsFor;
}): (calendar: number) => Window {
  let windows: ReturnType<WindowsFor> | null = null;
  const byNumber = new Map<number, Window>();
  return (number) => {
    let window = byNumber.get(number);
    if (!window) {
      const calendar = calendars.get(number) ?? { zones: [], regions: [] };
      // Not before this point: a campaign that failed because its definition cannot be read is loaded like any other.
      windows ??= windowsFor(definition);
      window = isAlwaysOpen(calendar)
        ? keepOpen(windows({ zones: ['UTC'], regions: [] }))
        : windows(calendar);
      byNumber.set(number, window);
    }
    return window;
  };
}
