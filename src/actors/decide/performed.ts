import { evidenceRanks, isOpen } from '../../domain/attempt/attempt.ts';
import type { PlaceOutcome, PrepareOutcome } from '../../channels/contract.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { Evidence } from '../../domain/attempt/evidence.ts';
import type { AttemptMachineEvent } from '../../machines/attempt/attempt-machine.ts';
import { isToEnd, notEnded } from '../../rules/to-end.ts';
import { receiveEvidence, settle } from './evidence.ts';
import { pauseForProvider } from './campaign/provider-pause.ts';
import { transitionAttempt } from './steps.ts';
import type { Deciding } from './steps.ts';

function move(deciding: Deciding, row: Attempt, event: AttemptMachineEvent): void {
  settle(deciding, { before: row, after: transitionAttempt(deciding, { row, event }) });
}

function noteFault({ set, kit }: Deciding, { id, channel }: Attempt): void {
  set.breakers.noteOutcome({ attempt: id, key: kit.channels.breakerOf(channel), fault: true });
}

/** Applies the result of a preparation. Nothing was sent. */
export function receivePrepareOutcome(
  deciding: Deciding,
  { attempt: id, outcome }: { attempt: string; outcome: PrepareOutcome },
): void {
  const { set, kit } = deciding;
  const row = set.attempt(id);
  if (row?.state !== 'preparing') return;
  const { channel, details: facts } = row;
  const key = kit.channels.preparerOf({ client: set.record.client, channel, facts });
  const isUnprepared = outcome.kind === 'unprepared';
  if (isUnprepared || outcome.kind === 'prepared')
    set.breakers.noteOutcome({ attempt: id, key, fault: isUnprepared });
  if (isUnprepared) {
    const { position } = row;
    set.log({ type: 'attempt.unprepared', position, attempt: id, data: { detail: outcome.detail } });
    move(deciding, row, { type: 'NOT_PLACED', at: set.at });
  } else if (outcome.kind !== 'prepared') receivePlaceOutcome(deciding, { attempt: id, outcome });
}

/** Applies the answer to a placement. */
export function receivePlaceOutcome(
  deciding: Deciding,
  { attempt: id, outcome }: { attempt: string; outcome: PlaceOutcome },
): void {
  const { set, kit } = deciding;
  const row = set.attempt(id);
  if (!row) return;
  switch (outcome.kind) {
    case 'accepted':
      receiveEvidence(deciding, {
        attempt: id,
        providerId: null,
        evidence: [{ kind: 'accepted', receipt: outcome.receipt }],
      });
      return;
    case 'not-placed':
      if (outcome.reason === 'unreachable') noteFault(deciding, row);
      move(deciding, row, { type: 'NOT_PLACED', at: set.at });
      return;
    case 'barred':
      move(deciding, row, { type: 'NOT_PLACED', at: set.at });
      pauseForProvider(deciding, outcome.fault);
      return;
    case 'refused':
      receiveEvidence(deciding, { attempt: id, providerId: null, evidence: [refusal(outcome)] });
      return;
    case 'ambiguous': {
      // Only while nothing else is known about the touch: a provider that has reported it does work.
      if (row.state === 'sending') noteFault(deciding, row);
      const searchUntil = set.at + kit.times.searchPeriodMs;
      move(deciding, row, {
        type: 'AMBIGUOUS',
        searchUntil,
        checkAt: set.at + kit.times.searchEveryMs,
      });
      set.log({
        type: 'attempt.unknown',
        position: row.position,
        attempt: id,
        data: { detail: outcome.detail, until: searchUntil },
      });
    }
  }
}

function refusal({ disposition, detail }: Extract<PlaceOutcome, { kind: 'refused' }>): Evidence {
  return {
    kind: 'ended',
    rank: evidenceRanks['hang-up'],
    providerId: null,
    disposition,
    cause: { code: 'refused', name: detail, source: 'API' },
    fault: null,
    details: {},
  };
}

/**
 * Applies the result of a search. An empty result proves nothing: it starts the search period, or lets it continue.
 * Only an answered search ends the period, once its time is over. A failed search (null) has no meaning: the attempt
 * stays as it is, and is searched for again.
 */
export function receiveSearch(
  deciding: Deciding,
  { attempt: id, evidence }: { attempt: string; evidence: readonly Evidence[] | null },
): void {
  const { set, kit } = deciding;
  if (evidence && evidence.length > 0) {
    receiveEvidence(deciding, { attempt: id, providerId: null, evidence });
    return;
  }
  const row = set.attempt(id);
  if (!row || evidence === null) return;
  if (row.searchUntil !== null && row.searchUntil <= set.at) {
    move(deciding, row, { type: 'SEARCH_ENDED', at: set.at });
    return;
  }
  move(deciding, row, {
    type: 'NO_TRACE',
    searchUntil: set.at + kit.times.searchPeriodMs,
    checkAt: set.at + kit.times.searchEveryMs,
  });
}

/** Records that an attempt could not be ended although it should: an operator must check it. */
export function receiveNotEnded({ set }: Deciding, { attempt: id }: { attempt: string }): void {
  const row = set.attempt(id);
  if (!row || !isOpen(row.state)) return;
  set.log({ type: notEnded, position: row.position, attempt: id });
  set.perform({ type: 'alert', code: notEnded, detail: id });
}

/**
 * The changes of open attempts that only time causes: the end of a wait, or another search. An attempt that was
 * ordered to end and is still open is ordered to end again.
 */
export function checkAttempt({ set, ...rest }: Deciding, row: Attempt): void {
  if (row.state === 'settling') {
    move({ set, ...rest }, row, { type: 'SETTLED' });
    return;
  }
  if (isToEnd(row, set.position().context)) set.perform({ type: 'end-touch', attempt: row.id });
  set.perform({ type: 'find-touch', attempt: row.id });
}
