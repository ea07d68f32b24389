import { isOpen, type Attempt } from '../../../src/domain/attempt/attempt.ts';
import { closedBreaker, type Breaker } from '../../../src/domain/breaker.ts';
import type { Turn } from '../../../src/persistence/contract/store.ts';
import { readSnapshot, stateOf } from '../../../src/actors/index.ts';
import { broken } from './broken.ts';
import { isCall } from './mirror.ts';
import type { Mirror, MirrorCampaign } from './mirror.ts';

type Outcome = { at: number; knownAt: number; campaign: string; fault: boolean };

/** Of the carrier; nobody answers for these. */
const faultCodes: ReadonlySet<string> = new Set(['3080', '3090', '7011', '7012']);
const spanMs = 120_000;
/** The engine counts in slices of time: an outcome this close to the edge of the span, or to a closing, may count or not. */
const blurMs = 6_000;
/** A right to probe lapses then. */
const probeLastsMs = 15 * 60_000;

export type BreakerWatch = {
  /** A campaign was loaded anew: what its owner had minted before is no answer of the provider. */
  forget: (campaign: string) => void;
  /** The wall clock was set: outcomes of before may count or not. */
  stepped: () => void;
  check: (turn: Turn, before: MirrorCampaign) => void;
};

/**
 * Expects the one breaker that all campaigns share to open by the rule, and nothing but single probes to start while it is
 * open.
 */
export function createBreakerWatch({
  mirror,
  now,
}: {
  mirror: Pick<Mirror, 'attempt'>;
  /** The wall clock of the processes. */
  now: () => number;
}): BreakerWatch {
  let row: Breaker = closedBreaker('');
  let openedAt = -Infinity;
  let closedAt = -Infinity;
  let outcomes: Outcome[] = [];
  const probes = new Set<string>();
  /** Attempts of the present owners. */
  const ownMints = new Map<string, string>();

  /** By what this turn must have known: all outcomes of its campaign, and those of others stored before it began. */
  const isTripped = ({ record: { id, updatedAt } }: Turn): boolean => {
    const known = outcomes.filter(({ campaign, knownAt }) => campaign === id || knownAt < updatedAt);
    const since = Math.max(updatedAt - spanMs, closedAt) + blurMs;
    const surely = known.filter(({ at }) => at > since && at <= updatedAt);
    const maybe = outcomes.filter(({ at }) => at > updatedAt - spanMs - blurMs);
    const faults = surely.filter(({ fault }) => fault).length;
    return surely.length >= 10 && faults >= maybe.length / 2;
  };

  /** A probe of unknown fate has had its result: there was no answer. */
  const isAwaited = (id: string, turn: Turn): boolean => {
    const attempt: Attempt | null = turn.attempts.find((one) => one.id === id) ?? mirror.attempt(id);
    if (!attempt || !isOpen(attempt.state) || attempt.state === 'unknown') return false;
    return attempt.mintedAt > turn.record.updatedAt - probeLastsMs;
  };

  const checkMints = (turn: Turn, before: Breaker): void => {
    const { record, minted } = turn;
    const calls = minted.filter(isCall);
    // Decided before the breaker opened, or by the turn that closed it.
    if (calls.length === 0 || !before.open || !row.open || openedAt >= record.updatedAt) return;
    const out = [...probes].filter((id) => isAwaited(id, turn));
    if (calls.length + out.length > 1)
      broken(
        `breaker: more than one probe at once while the provider is down: ${[...out, ...calls.map(({ id }) => id)].join(', ')}`,
      );
    for (const { id } of calls) probes.add(id);
    const { resumedAt } = readSnapshot(record).context;
    const aheadMs = (before.probeAt ?? 0) - record.updatedAt;
    const isResumed = resumedAt !== null && resumedAt >= (before.failedAt ?? 0);
    // Further ahead than any delay is a clock that was set back.
    if (aheadMs > 0 && aheadMs <= 30_000 * 2 ** before.failedProbes && !isResumed)
      broken('breaker: something started before the probe is due');
  };

  const checkPause = ({ record, enrollments }: Turn, { people, record: former }: MirrorCampaign): void => {
    const { value, context } = readSnapshot(record);
    if (value !== 'paused' || context.pause?.cause !== 'provider-outage' || former?.state === 'paused')
      return;
    const moved = new Set(enrollments.map(({ position }) => position));
    const { steps } = record.definition;
    const waiting = [...people.values()].filter(({ position }) => !moved.has(position));
    const atNote = waiting.find(({ state, step }) => state === 'waiting' && steps[step]?.channel === 'log');
    if (atNote)
      broken(`breaker: ${record.id} paused itself although contact ${atNote.position} waits for no provider`);
  };

  return {
    forget(campaign) {
      for (const [id, owner] of ownMints) if (owner === campaign) ownMints.delete(id);
    },
    stepped() {
      outcomes = [];
      ownMints.clear();
    },
    check(turn, before) {
      const { record, attempts, minted } = turn;
      const former = row;
      const change = turn.breakers.findLast(({ breaker }) => breaker.key.startsWith('voice '));
      if (change) {
        if (change.expectedRev !== former.rev)
          broken(`breaker: it was changed from revision ${change.expectedRev}, it has ${former.rev}`);
        row = change.breaker;
        if (row.open && !former.open) openedAt = now();
        if (!row.open && former.open) closedAt = now();
      }
      const ended = attempts.filter(
        (attempt) => attempt.state === 'ended' && isCall(attempt) && isNewEnd(before, attempt.id),
      );
      const unanswered = attempts.filter(
        ({ id, state }) => state === 'unknown' && isSent(before, id) && ownMints.has(id),
      );
      const note = (fault: boolean): void =>
        void outcomes.push({ at: record.updatedAt, knownAt: now(), campaign: record.id, fault });
      for (const attempt of ended) note(isFault(attempt));
      for (let count = 0; count < unanswered.length; count += 1) note(true);
      // Without an answer it failed, although a report may still show that the call exists.
      for (const { id, state } of attempts) if (state === 'unknown') probes.delete(id);
      checkMints(turn, former);
      for (const { id } of minted.filter(isCall)) ownMints.set(id, record.id);
      if (former.open || row.open) outcomes = [];
      else if (ended.length + unanswered.length > 0 && isRunning(turn) && isTripped(turn))
        broken(`breaker: it stays closed in ${record.id} although the provider fails`);
      checkPause(turn, before);
    },
  };
}

const isRunning = ({ record }: Turn): boolean => stateOf(readSnapshot(record)).state === 'running';

const isFault = ({ disposition, cause }: Attempt): boolean =>
  disposition === 'failed' && faultCodes.has(cause?.code ?? '');

const isSent = ({ attempts }: MirrorCampaign, id: string): boolean => attempts.get(id)?.state === 'sending';

const isNewEnd = ({ attempts }: MirrorCampaign, id: string): boolean => attempts.get(id)?.state !== 'ended';
