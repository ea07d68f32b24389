import { maxPerSecond } from '../../../src/simulator/index.ts';
import { broken } from '../../simulation/oracle/broken.ts';
import { isDone } from '../clients/command-log.ts';
import type { Command, RateLimits } from '../clients/command-log.ts';
import type { InstallationLimits } from '../installation/installation.ts';
import type { ChaosCall } from './calls.ts';

/** The largest number of calls that were open at the moment at which one of them began, where it exceeds its limit. */
function checkAtOnce(what: string, calls: readonly ChaosCall[], limitAt: (at: number) => number): void {
  const starts = calls.toSorted((a, b) => a.at - b.at);
  let open: ChaosCall[] = [];
  for (const call of starts) {
    open = open.filter(({ endedAt }) => endedAt > call.at);
    open.push(call);
    const limit = limitAt(call.writtenAt);
    if (open.length > limit)
      broken(`5 limits: ${open.length} calls at once in ${what} with ${call.attempt}, limit ${limit}`);
  }
}

/** Returns the largest of the limits that may have been in force: an edit counts from its first try to its answer. */
export function limitsAt(
  first: RateLimits,
  edits: readonly Command[],
): (at: number) => { concurrent: number; perSecond: number } {
  const done = edits.filter((edit) => edit.limits !== undefined && isDone(edit));
  return (at) => {
    const stored = done.findLast(({ answeredAt }) => answeredAt <= at)?.limits ?? first;
    const pending = done.filter(({ sentAt, answeredAt }) => sentAt <= at && at < answeredAt);
    const known = [stored, ...pending.map(({ limits = first }) => limits)];
    return {
      concurrent: Math.max(...known.map(({ concurrent }) => concurrent)),
      perSecond: Math.max(...known.map(({ perSecond }) => perSecond)),
    };
  };
}

/** Checks the calls at once of the account, of each caller ID and of each campaign. */
export function checkConcurrency({
  calls,
  limits,
  campaigns,
  commands,
}: {
  calls: readonly ChaosCall[];
  /** The limits at an instant. */
  limits: (at: number) => InstallationLimits;
  campaigns: readonly { name: string; limits: RateLimits }[];
  commands: readonly Command[];
}): void {
  checkAtOnce('the account', calls, (at) => limits(at).concurrent);
  for (const [from, of] of Map.groupBy(calls, (call) => call.from))
    checkAtOnce(`caller ${from}`, of, (at) => limits(at).perCaller);
  for (const { name, limits: first } of campaigns) {
    const edits = commands.filter((command) => command.name === 'edit' && command.campaign === name);
    const inForce = limitsAt(first, edits);
    checkAtOnce(
      name,
      calls.filter(({ campaign }) => campaign === name),
      (at) => inForce(at).concurrent,
    );
  }
}

/** Checks the starts per second of the account, as instances wrote them. */
export function checkStarts({
  calls,
  limit,
  until,
}: {
  calls: readonly ChaosCall[];
  limit: number;
  /** The instant after which the limit is larger. */
  until: number;
}): number {
  const starts = calls.map(({ writtenAt }) => writtenAt).filter((at) => at < until);
  const most = maxPerSecond(starts);
  if (most > limit) broken(`5 limits: ${most} calls were sent within a second, limit ${limit}`);
  return most;
}
