import { growingStates } from '../../domain/campaign/campaign.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { isRingmasterError } from '../../domain/errors.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { Engine } from '../engine-contract.ts';
import { readSnapshot, toStoredTime } from '../turn/campaign-memory.ts';
import { campaignsIn, nowOf } from './parts.ts';
import type { UseCaseParts } from './parts.ts';

type RestoreUseCases = Pick<Engine, 'markRestored'>;

/** The contacts of one turn. */
const batch = 500;

export function createRestoreUseCases(parts: UseCaseParts): RestoreUseCases {
  const { store, newId } = parts;
  return {
    async markRestored({ by }) {
      const at = nowOf(parts);
      const since = await lastCommit(parts, at);
      const { id } = await store.beginIncarnation({ id: newId('incarnation'), at, since });
      let [paused, reviewed] = [0, 0];
      for await (const record of campaignsIn(parts, { client: null, states: growingStates })) {
        paused += Number(await pause(parts, { record, by, since }));
        reviewed += await doubtDue(parts, { record, at });
      }
      await store.advanceRestore({ id, from: 'marking', reviewed, at });
      return { incarnation: await store.readIncarnation(), paused, reviewed };
    },
  };
}

/** Returns the time of the last turn: every attempt that is not stored was minted after it. */
async function lastCommit(parts: UseCaseParts, now: number): Promise<number> {
  let last = 0;
  for await (const { updatedAt } of campaignsIn(parts, { client: null, states: null }))
    last = Math.max(last, updatedAt);
  return last === 0 ? now : Math.min(last, now);
}

/** Returns whether the campaign was running or scheduled, and is paused now. */
async function pause(
  { runtime }: UseCaseParts,
  { record, by, since }: { record: CampaignRecord; by: string; since: number },
): Promise<boolean> {
  if (record.state !== 'running' && record.state !== 'scheduled') return false;
  const reason = `restored from a backup of ${new Date(since).toISOString()}`;
  const command = { name: 'pause', pause: { cause: 'restored', by, reason } } as const;
  try {
    return Boolean(
      await runtime.decideHere({ campaign: record.id, event: { type: 'command', command, by } }),
    );
  } catch (error) {
    // It could not be read, and has failed. It contacts no one.
    if (isRingmasterError(error, 'campaign.command-refused')) return false;
    throw error;
  }
}

/**
 * Puts the contacts in review that are due at a step whose channel keeps no records. It is not known whether they were
 * contacted since the backup. This includes contacts of drafts and paused campaigns, which may have been started or
 * resumed since.
 */
async function doubtDue(
  { runtime, store, channels }: UseCaseParts,
  { record, at }: { record: CampaignRecord; at: number },
): Promise<number> {
  const { id: campaign } = record;
  const steps = stepsWithoutRecords(record, channels);
  if (steps.length === 0) return 0;
  const calendars = (await store.readCalendars(campaign)).map(({ number }) => number);
  const now = storedNow(record, at);
  if (now === null) return 0;
  let doubted = 0;
  for (;;) {
    const due = await store.readDue({ campaign, calendars, steps, now, at, limit: batch });
    const contacts = due.map(({ position }) => ({ position, touch: null }));
    const event = { type: 'contacts-doubted', reason: 'no-records', contacts } as const;
    const changed = due.length === 0 ? 0 : Number(await runtime.decideHere({ campaign, event }));
    if (changed === 0) return doubted;
    doubted += changed;
  }
}

/** The time without pauses, as due times are stored; null for a campaign that cannot be read and so contacts no one. */
function storedNow(record: CampaignRecord, at: number): number | null {
  try {
    return toStoredTime(readSnapshot(record).context, at);
  } catch (error) {
    if (isRingmasterError(error, 'campaign.unreadable')) return null;
    throw error;
  }
}

function stepsWithoutRecords({ definition }: CampaignRecord, channels: Channels): number[] {
  return [...definition.steps.entries()].flatMap(([index, { channel }]) =>
    channels.contacts(channel) && !(channels.find(channel)?.records ?? false) ? [index] : [],
  );
}
