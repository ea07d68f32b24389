import { RingmasterError } from '../../domain/errors.ts';
import { dueClasses, isEnd } from '../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import { lacksConsent } from '../../domain/consent/consent.ts';
import { barOf } from '../../domain/contact/reach.ts';
import type { Reach } from '../../domain/contact/reach.ts';
import type { EnrollmentMachineEvent } from '../../machines/enrollment/enrollment-machine.ts';
import { outlookOf } from '../../rules/person/outlook.ts';
import type { ContactCommand } from '../events.ts';
import { callBackFacts, dueWithoutCallBack, requireCallBack } from './call-backs.ts';
import { skipEvent } from './skip.ts';
import { transitionAttempt, transitionEnrollment } from './steps.ts';
import type { Deciding } from './steps.ts';

function toMachineEvent(
  deciding: Deciding,
  command: ContactCommand,
  row: Enrollment,
): EnrollmentMachineEvent {
  const { set } = deciding;
  switch (command.name) {
    case 'pause':
      return { type: 'PAUSE' };
    case 'resume':
      return { type: 'RESUME' };
    case 'retry':
      return {
        type: 'RETRY',
        due: { dueAt: set.at, dueClass: dueClasses.callback, waitReason: 'retry.waiting' },
      };
    case 'call-back':
      return { type: 'CALL_BACK', at: command.at ?? set.at };
    case 'drop-call-back':
      return { type: 'CALL_BACK_LAPSED', due: dueWithoutCallBack(deciding) };
    case 'skip':
      return skipEvent(deciding, { row, unreached: 'exhausted' });
    case 'remove':
      return { type: 'END', end: 'cancelled', at: set.at };
  }
}

function isDone({ name, at }: ContactCommand, row: Enrollment): boolean {
  if (name === 'call-back') return row.callBackAt !== null && row.callBackAt === at;
  if (name === 'drop-call-back') return row.callBackAt === null;
  if (name === 'pause') return row.state === 'paused' || row.pauseWanted;
  if (name === 'resume')
    return (
      row.state === 'pending' || row.state === 'waiting' || (row.state === 'in-flight' && !row.pauseWanted)
    );
  return name === 'remove' && row.state === 'cancelled';
}

const names = ['pause', 'resume', 'retry', 'call-back', 'skip', 'remove'] as const;

/** The commands that a contact can take now, according to its machine. */
function allowedOrders(deciding: Deciding, command: ContactCommand, row: Enrollment): string[] {
  const { enrollment } = deciding.kit.machines;
  return names.filter(
    (name) => enrollment({ row, event: toMachineEvent(deciding, { ...command, name }, row) }).changed,
  );
}

/** Carries out a command for one contact. Returns false if it had no effect; throws if the command is refused. */
export function commandContact(
  deciding: Deciding,
  { command, by }: { command: ContactCommand; by: string },
): boolean {
  const { set } = deciding;
  const row = set.enrollment(command.position);
  if (!row) {
    throw new RingmasterError({
      code: 'contact.not-found',
      family: 'not-found',
      message: 'There is no such contact in this campaign.',
    });
  }
  if (isDone(command, row)) return false;
  if (command.name === 'call-back') requireCallBack(deciding, { row, at: command.at ?? set.at });
  const removed = command.name === 'remove' && row.openAttempt !== null ? set.attempt(row.openAttempt) : null;
  const moved = transitionEnrollment(deciding, { row, event: toMachineEvent(deciding, command, row) });
  if (!moved) {
    const allowed = allowedOrders(deciding, command, row);
    throw new RingmasterError({
      code: 'contact.command-refused',
      family: 'conflict',
      message: `A contact whose state is ${row.state} cannot take ${command.name}.`,
      hint: isEnd(row.state)
        ? 'This contact has ended, and an end never changes to another state.'
        : `Possible commands: ${allowed.join(', ')}.`,
      details: { state: row.state, allowed },
    });
  }
  if (removed) transitionAttempt(deciding, { row: removed, event: { type: 'END_WANTED' } });
  logCommand(deciding, { command, by, moved });
  return true;
}

function logCommand(
  deciding: Deciding,
  { command: { name, reason, at }, by, moved }: { command: ContactCommand; by: string; moved: Enrollment },
): void {
  const about = { position: moved.position, by };
  const data = { reason, became: moved.state };
  if (name === 'call-back') {
    const facts = callBackFacts(deciding, moved, at ?? deciding.set.at);
    deciding.set.log({ type: 'contact.call-back', ...about, data: { ...data, ...facts } });
  } else {
    deciding.set.log({ type: `contact.${name}`, ...about, data });
  }
}

/**
 * One key of a contact was suppressed by a command or a list: the contact ends, unless a remaining step may still
 * contact them. A queued touch to a suppressed address is cancelled, and also one on a channel whose consent was withdrawn.
 */
export function suppressContact(deciding: Deciding, { row, reach }: { row: Enrollment; reach: Reach }): void {
  const { set, kit } = deciding;
  const open = row.openAttempt === null ? null : set.attempt(row.openAttempt);
  if (open) {
    const kind = kit.channels.find(open.channel)?.addressKind ?? null;
    const { address } = open;
    const isBarred =
      kind === null ||
      barOf({ marks: reach.marks, kind, address }) !== null ||
      lacksConsent(set.record.definition.consent, open.channel, reach.consented);
    if (isBarred) set.perform({ type: 'cancel-queued', attempt: open.id });
    return;
  }
  const { steps, consent } = set.record.definition;
  const optOut = set.person(row.person)?.optOut ?? null;
  const outlook = outlookOf({
    steps,
    step: row.step,
    channels: kit.channels,
    reach: { ...reach, lines: row.lines },
    consent,
    optOut,
  });
  // A contact whose suppression has an end waits for it: see `lastCheck`.
  if (outlook.type !== 'suppressed' || outlook.until !== null) return;
  if (!transitionEnrollment(deciding, { row, event: { type: 'END', end: 'suppressed', at: set.at } })) return;
  set.log({ type: 'enrollment.suppressed', position: row.position, data: { reason: outlook.reason } });
}
