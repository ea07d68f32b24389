import type { JournalEntry } from '../../../src/simulator/index.ts';
import { broken } from '../../simulation/oracle/broken.ts';
import type { Freeze } from '../installation/instance.ts';
import type { Written } from '../network/written-attempts.ts';
import type { Silence } from './silences.ts';

/** A call of the carrier's journal, with its campaign and when an instance wrote its request. */
export type ChaosCall = {
  attempt: string;
  callUuid: string;
  number: string;
  from: string;
  campaign: string;
  client: string;
  /** When the carrier had it, and when it ended. */
  at: number;
  endedAt: number;
  writtenAt: number;
  /** The instance that wrote it; null if that is not known. */
  instance: number | null;
};

/** After it was thawed, a process may write what it had checked before it was frozen, within this time. */
const thawMs = 1_000;
/** Two events of this process may be noticed in another order, if they are this close. */
const blurMs = 100;
/** Two campaigns keep a minute between the mints of their touches of a person. A request is written up to this later. */
const betweenCampaignsMs = 60_000;
const permitMs = 2_000;
/** How far the times of the store that two instances know may differ. */
const clockMs = 1_000;

/** Joins the journal with the campaigns of the attempts, in the order of the journal. */
export function readChaosCalls({
  entries,
  campaignOf,
  written,
}: {
  entries: readonly JournalEntry[];
  campaignOf: (attempt: string) => { name: string; client: string } | undefined;
  written: Written;
}): readonly ChaosCall[] {
  const endedAt = new Map<string, number>();
  for (const entry of entries)
    if (entry.type === 'state' && entry.state === 'ended') endedAt.set(entry.callUuid, entry.at);
  return entries.flatMap((entry) => {
    if (entry.type !== 'placed') return [];
    const { attempt, callUuid, to, from, at } = entry;
    const campaign = campaignOf(attempt ?? '');
    if (attempt === null || !campaign) return broken(`8 durable: ${attempt} was placed and is not stored`);
    const writing = written.get(attempt);
    return {
      attempt,
      callUuid,
      number: `+${to}`,
      from: from.startsWith('+') ? from : `+${from}`,
      campaign: campaign.name,
      client: campaign.client,
      at,
      endedAt: endedAt.get(callUuid) ?? Infinity,
      writtenAt: Math.min(at, writing?.at ?? at),
      instance: writing?.instance ?? null,
    };
  });
}

/** Whether the process was frozen after its check and before it wrote the request. */
function wasFrozen({ writtenAt, instance }: ChaosCall, since: number, freezes: readonly Freeze[]): boolean {
  return freezes.some(
    (freeze) =>
      freeze.instance === instance &&
      freeze.from <= since + blurMs &&
      writtenAt >= freeze.from &&
      writtenAt <= freeze.to + thawMs,
  );
}

/**
 * Checks that no request was written while an acknowledged command forbade it. Returns the number of calls that are
 * excused, because their process was frozen between its check and its write.
 */
export function checkSilences({
  calls,
  silences,
  freezes,
}: {
  calls: readonly ChaosCall[];
  silences: readonly Silence[];
  freezes: readonly Freeze[];
}): number {
  let excused = 0;
  for (const { why, from, to, forbids } of silences) {
    for (const call of calls) {
      if (call.writtenAt <= from + blurMs || call.writtenAt >= to - blurMs || !forbids(call)) continue;
      if (wasFrozen(call, from, freezes)) excused += 1;
      else
        broken(
          `${why}: ${call.attempt} of ${call.campaign} was sent to ${call.number} by instance ${call.instance} ` +
            `${call.writtenAt - from} ms after its answer`,
        );
    }
  }
  return excused;
}

/** Checks that campaigns of a client keep a minute between their touches of a number. */
export function checkBetweenCampaigns(calls: readonly ChaosCall[]): void {
  for (const same of Map.groupBy(calls, ({ client, number }) => `${client} ${number}`).values()) {
    for (const [index, call] of same.entries()) {
      const before = same[index - 1];
      if (!before || before.campaign === call.campaign) continue;
      const gapMs = call.writtenAt - before.writtenAt;
      if (gapMs < betweenCampaignsMs - permitMs - clockMs)
        broken(
          `1 double contact: ${call.campaign} called ${call.number} ${gapMs} ms after ${before.campaign}`,
        );
    }
  }
}
