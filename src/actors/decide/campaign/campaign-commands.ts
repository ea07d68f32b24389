import { isDeepStrictEqual } from 'node:util';
import { editableWhileRunning } from '../../../domain/campaign/campaign-definition.ts';
import type { CampaignDefinition } from '../../../domain/campaign/campaign-definition.ts';
import { emptyCanary } from '../../../domain/campaign/canary.ts';
import { campaignIn, editableStates } from '../../../domain/campaign/campaign.ts';
import type { CampaignState } from '../../../domain/campaign/campaign.ts';
import { RingmasterError } from '../../../domain/errors.ts';
import type { NewEvent } from '../../../domain/events/campaign-event.ts';
import type { CampaignMachineEvent } from '../../../machines/campaign/campaign-machine.ts';
import { stateOf } from '../../turn/campaign-memory.ts';
import { startRefusal } from '../../../rules/start-refusal.ts';
import { remainingOf } from './assess.ts';
import type { CampaignCommand } from '../../events.ts';
import { transitionCampaign } from '../steps.ts';
import type { Deciding } from '../steps.ts';

/** States in which a command has no effect: it is answered with `changed: false`, not refused. */
const alreadyDone: Readonly<Record<CampaignCommand['name'], readonly CampaignState[]>> = {
  start: ['running', 'scheduled'],
  unschedule: ['draft'],
  adopt: ['paused', 'completed'],
  pause: ['paused'],
  resume: ['running'],
  cancel: ['cancelling', 'cancelled'],
  archive: ['archived'],
  edit: [],
};

function toMachineEvent(
  { set: { at, counters } }: Pick<Deciding, 'set'>,
  command: Exclude<CampaignCommand, { name: 'edit' }>,
): CampaignMachineEvent {
  switch (command.name) {
    case 'start':
      return {
        type: 'START',
        at,
        startAt: command.startAt !== null && command.startAt > at ? command.startAt : null,
        canary: command.canary ?? null,
      };
    case 'unschedule':
      return { type: 'UNSCHEDULE' };
    case 'adopt':
      return {
        type: 'ADOPT',
        at,
        pause: command.pause,
        remaining: remainingOf(counters.states),
        open: counters.open,
        mayGrow: counters.openImports > 0,
      };
    case 'pause':
      return { type: 'PAUSE', at, pause: command.pause };
    case 'resume':
      return { type: 'RESUME', at };
    case 'cancel':
      return { type: 'CANCEL', at, hangUp: command.hangUp };
    case 'archive':
      return { type: 'ARCHIVE' };
  }
}

const probes: readonly Exclude<CampaignCommand, { name: 'edit' }>[] = [
  { name: 'start', startAt: null },
  { name: 'pause', pause: { cause: 'operator', by: '', reason: null } },
  { name: 'resume' },
  { name: 'cancel', hangUp: false, reason: null },
  { name: 'archive' },
];

/** The commands that the campaign can take now, according to its machine. */
export function allowedCommands(deciding: Deciding): string[] {
  const { set, kit } = deciding;
  return probes
    .filter(
      (command) =>
        kit.machines.campaign.next({ ...set.position(), event: toMachineEvent(deciding, command) }).changed,
    )
    .map(({ name }) => name);
}

const participles: Readonly<Record<CampaignCommand['name'], string>> = {
  start: 'started',
  pause: 'paused',
  resume: 'resumed',
  cancel: 'cancelled',
  archive: 'archived',
  edit: 'edited',
  unschedule: 'taken off its schedule',
  adopt: 'adopted',
};

function hintFor(state: CampaignState, allowed: readonly string[]): string {
  if (allowed.length > 0) return `Possible commands: ${allowed.join(', ')}.`;
  return state === 'cancelling'
    ? 'It can be archived when its open attempts have ended.'
    : 'It takes no commands any more.';
}

function refuse(deciding: Deciding, name: CampaignCommand['name']): never {
  const { state } = stateOf(deciding.set.position());
  const allowed = allowedCommands(deciding);
  throw new RingmasterError({
    code: 'campaign.command-refused',
    family: 'conflict',
    message: `${campaignIn(state)} cannot be ${participles[name]}.`,
    hint: hintFor(state, allowed),
    details: { state, allowed },
  });
}

function checkStart(deciding: Deciding, startAt: number | null): void {
  const { set } = deciding;
  const { end, keepOpen } = set.record.definition;
  const { total: contacts, openImports } = set.counters;
  const { steps } = set.record.definition;
  const emptyPools = steps.flatMap((step) => {
    const of = set.senders.ofStep(step);
    return of && of.lanes.length === 0 ? [of.choice.pool ?? ''] : [];
  });
  const refusal = startRefusal({ now: set.at, startAt, end, keepOpen, contacts, openImports, emptyPools });
  if (refusal === null) return;
  const { code, family, message, hint } = refusal;
  throw new RingmasterError({
    code,
    family,
    message,
    ...(hint !== undefined && { hint }),
    details: notToStart(deciding),
  });
}

/** The state of the campaign, and the commands that it can take. */
function notToStart(deciding: Deciding): { state: string; allowed: string[] } {
  const { state } = stateOf(deciding.set.position());
  return { state, allowed: allowedCommands(deciding).filter((name) => name !== 'start') };
}

function refuseChangedMeanwhile({ expected, present }: { expected: number; present: number }): never {
  throw new RingmasterError({
    code: 'campaign.changed-meanwhile',
    family: 'conflict',
    message: `The campaign was edited meanwhile: its definition has version ${present}, not ${expected}.`,
    hint: 'Read the campaign again, and repeat the edit with its present version.',
    details: { expectedVersion: expected, definitionVersion: present },
  });
}

function edit(
  deciding: Deciding,
  { definition, expectedVersion }: Extract<CampaignCommand, { name: 'edit' }>,
  by: string,
): boolean {
  const { set } = deciding;
  const { state } = stateOf(set.position());
  const before = set.record.definition;
  if (isDeepStrictEqual(before, definition)) return false;
  if (!editableStates.includes(state)) refuse(deciding, 'edit');
  const present = set.record.definitionVersion;
  if (expectedVersion !== undefined && expectedVersion !== present)
    refuseChangedMeanwhile({ expected: expectedVersion, present });
  const keys = new Set([...Object.keys(before), ...Object.keys(definition)]) as Set<keyof CampaignDefinition>;
  const changed = [...keys].filter((key) => !isDeepStrictEqual(before[key], definition[key]));
  const fixed = changed.filter((key) => !(editableWhileRunning as readonly string[]).includes(key));
  if (fixed.length > 0 && (state !== 'draft' || fixed.includes('name') || fixed.includes('client'))) {
    throw new RingmasterError({
      code: 'campaign.edit-refused',
      family: 'conflict',
      message: `${fixed.join(', ')} cannot be changed in a ${state} campaign.`,
      hint:
        state === 'draft'
          ? 'Everything else of a draft can be; make another campaign with that name or for that client.'
          : `From the start on only these can be edited: ${editableWhileRunning.join(', ')}.`,
      details: { state, refused: fixed, ...(state !== 'draft' && { allowed: [...editableWhileRunning] }) },
    });
  }
  set.record.definition = definition;
  set.record.definitionVersion += 1;
  const { definitionVersion: version } = set.record;
  const data = { version, changed, from: pick(before, changed), to: pick(definition, changed) };
  set.log({ type: 'campaign.edited', by, data });
  return true;
}

/**
 * The parts of a definition that the log stores: those that may change while the campaign runs. A draft has no
 * history yet.
 */
function pick(
  definition: CampaignDefinition,
  keys: readonly (keyof CampaignDefinition)[],
): Record<string, unknown> {
  const kept = keys.filter((key) => (editableWhileRunning as readonly string[]).includes(key));
  return Object.fromEntries(kept.map((key) => [key, definition[key] ?? null]));
}

/** Carries out a command. Returns false if it had no effect; throws if the command is refused. */
export function commandCampaign(
  deciding: Deciding,
  { command, by }: { command: CampaignCommand; by: string },
): boolean {
  const { set } = deciding;
  if (command.name === 'edit') return edit(deciding, command, by);
  const { state } = stateOf(set.position());
  if (alreadyDone[command.name].includes(state)) return false;
  if (command.name === 'start' && state === 'draft') checkStart(deciding, command.startAt);
  if (!transitionCampaign(deciding, toMachineEvent(deciding, command))) refuse(deciding, command.name);
  if (command.name === 'start' && command.canary) set.counters.canary = emptyCanary();
  if (command.name === 'unschedule') delete set.counters.canary;
  if (command.name === 'cancel') deciding.set.endRest('cancelled');
  set.log(toEvent(command, by));
  return true;
}

function toEvent(command: Exclude<CampaignCommand, { name: 'edit' }>, by: string): NewEvent {
  switch (command.name) {
    case 'start':
      return {
        type: 'campaign.started',
        by,
        data: { startAt: command.startAt, ...(command.canary && { canary: command.canary }) },
      };
    case 'unschedule':
      return { type: 'campaign.unscheduled', by };
    case 'adopt':
      return command.pause === null
        ? { type: 'campaign.completed', by }
        : { type: 'campaign.paused', by, data: command.pause };
    case 'pause':
      return { type: 'campaign.paused', by, data: command.pause };
    case 'resume':
      return { type: 'campaign.resumed', by };
    case 'cancel':
      return { type: 'campaign.cancelled', by, data: { hangUp: command.hangUp, reason: command.reason } };
    case 'archive':
      return { type: 'campaign.archived', by };
  }
}
