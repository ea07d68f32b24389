import { endedStates } from '../../domain/campaign/campaign.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { inTodaysForm } from '../../domain/campaign/former-definition.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { loggedEvent } from '../../domain/events/campaign-event.ts';
import type { Store, Turn } from '../../persistence/contract/store.ts';
import { nothingDone } from '../../persistence/contract/store.ts';
import type { Clocks } from '../../platform/clock.ts';
import { readSnapshot, snapshotOf, stateOf } from '../turn/campaign-memory.ts';
import type { Kit } from '../kit.ts';
import type { OnCommitted } from '../committed.ts';

/**
 * Why a campaign cannot be run, or null. A snapshot of a newer release is not a reason: that release can read it, so
 * its error is thrown and nothing is changed.
 */
function unreadableBecause(faultOf: Kit['faultOf'], record: CampaignRecord): RingmasterError | null {
  try {
    if (endedStates.includes(stateOf(readSnapshot(record)).state)) return null;
  } catch (error) {
    if (error instanceof RingmasterError && error.code === 'campaign.unreadable') return error;
    throw error;
  }
  const fault = faultOf(record.definition);
  if (!fault) return null;
  return new RingmasterError({
    code: 'campaign.unreadable',
    family: 'fault',
    message: `The stored definition of campaign ${record.id} is not valid: ${fault.path}: ${fault.message}.`,
    hint: 'Restore the store from a backup, or start a new campaign with the remaining contacts.',
    cause: fault.cause,
  });
}

/** The number of definitions that are remembered as valid, and the maximum length of their JSON. */
const maxKnown = 50;
const longestKnown = 20_000;

/**
 * Checks a definition once. A campaign that gets a list is read again for each of its chunks, and the check takes almost
 * a millisecond.
 */
function checkedOnce(faultOf: Kit['faultOf']): Kit['faultOf'] {
  const valid = new Set<string>();
  return (definition) => {
    const text = JSON.stringify(definition);
    if (valid.has(text)) return null;
    const fault = faultOf(inTodaysForm(definition));
    if (fault || text.length > longestKnown) return fault;
    if (valid.size >= maxKnown) valid.clear();
    valid.add(text);
    return null;
  };
}

type ReadableKit = Pick<Kit, 'faultOf' | 'machines' | 'newId'>;

/** Reads the record of a campaign, if it can be run. */
export type Readable = (record: CampaignRecord) => Promise<CampaignRecord>;

/**
 * Returns the record if the campaign can be run. Otherwise ends the campaign as `failed` in one fenced commit and
 * returns that record: every contact keeps its state, and evidence of calls in flight is still recorded. If another
 * commit was faster, the next load checks again.
 */
export function createReadable({
  store,
  kit,
  clocks,
  isForeign = false,
  onFailed,
}: {
  store: Store;
  kit: ReadableKit;
  clocks: Clocks;
  /** Whether another instance may own the campaign. */
  isForeign?: boolean;
  onFailed: OnCommitted;
}): Readable {
  const faultOf = checkedOnce(kit.faultOf);
  return async (record) => {
    const reason = unreadableBecause(faultOf, record);
    if (!reason) return record;
    const failed = failingTurn({ kit, record, reason, at: Math.floor(clocks.business.now()) });
    const turn = { ...failed, foreign: isForeign };
    const { kind } = await store.commitTurn(turn);
    if (kind === 'committed') {
      onFailed({ campaign: record.id, record: turn.record, memory: null, events: turn.events });
      return turn.record;
    }
    throw new RingmasterError({
      code: 'campaign.moved',
      family: 'overloaded',
      message: `Campaign ${record.id} changed while it was found unreadable.`,
      hint: 'Try again in a moment.',
    });
  };
}

function failingTurn({
  kit,
  record,
  reason: { code, message: detail },
  at,
}: {
  kit: ReadableKit;
  record: CampaignRecord;
  reason: RingmasterError;
  at: number;
}): Turn {
  const { epoch, rev, seq } = record;
  const begun = kit.machines.campaign.initial();
  const failed = kit.machines.campaign.next({ ...begun, event: { type: 'FAIL', at, code, detail } });
  return {
    expected: { epoch, rev, seq },
    record: {
      ...record,
      ...snapshotOf(failed),
      rev: rev + 1,
      seq: seq + 1,
      turn: kit.newId('event'),
      updatedAt: at,
    },
    ...nothingDone,
    events: [
      loggedEvent({
        seq: seq + 1,
        at,
        event: { type: 'campaign.failed', by: 'system', data: { code, detail } },
      }),
    ],
  };
}
