import { campaignPath } from '../api/campaign-path.ts';
import type { Client } from '../api/client.ts';
import type { Cli } from '../cli.ts';
import type { ProgressView, WhyView } from '../api/views.ts';

/** States in which the campaign has ended. */
const endStates: ReadonlySet<string> = new Set(['completed', 'cancelled', 'failed', 'archived']);

export type Update = { progress: ProgressView; why: WhyView };

/** Business time in which nothing can happen. */
export type Gap = { from: number; to: number; why: WhyView };

export type WatchEnd =
  | { kind: 'ended'; state: string }
  /** The campaign cannot continue. */
  | { kind: 'stuck'; why: WhyView }
  | { kind: 'interrupted' };

const pollMs = 100;
/** The minimum gap that is skipped, in system time. Shorter gaps are waited for. */
const minGapMs = 250;
/** The number of consecutive polls without any activity or known time after which the campaign counts as stuck. */
const maxIdlePolls = 30;

type Watching = {
  cli: Pick<Cli, 'system' | 'interrupt'>;
  client: Client;
  speed: () => number;
  /** Sets the clock forward; null if this process does not own the clock. */
  jump: ((gap: Gap) => void) | null;
};

/**
 * Watches a campaign until it ends. If nothing is in flight and nothing can start before a known time, `jump` is
 * called to set the clock forward.
 */
export function watchCampaign({
  campaign,
  onUpdate,
  ...input
}: Watching & {
  campaign: string;
  onUpdate: (update: Update) => Promise<void> | void;
}): Promise<WatchEnd> {
  const onUpdates = async ([update]: readonly Update[]): Promise<void> => {
    if (update) await onUpdate(update);
  };
  return watchCampaigns({ ...input, campaigns: [campaign], onUpdates });
}

/** Watches several campaigns until all of them have ended. The clock is set forward only if all of them wait. */
export async function watchCampaigns({
  cli,
  client,
  campaigns,
  speed,
  jump,
  onUpdates,
}: Watching & {
  campaigns: readonly string[];
  /** Called at every poll, in the order of `campaigns`. */
  onUpdates: (updates: readonly Update[]) => Promise<void> | void;
}): Promise<WatchEnd> {
  let idlePolls = 0;
  for (;;) {
    if (cli.interrupt.aborted) return { kind: 'interrupted' };
    const updates = await Promise.all(campaigns.map((campaign) => readUpdate({ client, campaign })));
    await onUpdates(updates);
    const unfinished = updates.filter(({ progress }) => !endStates.has(progress.state));
    if (unfinished.length === 0) return { kind: 'ended', state: updates[0]?.progress.state ?? '' };
    const isIdle = unfinished.every(
      ({ progress }) => progress.inFlight === 0 && progress.doing !== 'dispatching',
    );
    const gap = isIdle ? gapOf(unfinished) : null;
    if (jump && gap && gap.to - gap.from > minGapMs * speed()) jump(gap);
    idlePolls = isIdle && gap === null ? idlePolls + 1 : 0;
    const [{ why } = { why: null }] = unfinished;
    if (idlePolls > maxIdlePolls && why) return { kind: 'stuck', why };
    await pause({ cli, ms: pollMs });
  }
}

async function readUpdate({ client, campaign }: { client: Client; campaign: string }): Promise<Update> {
  const progress = await client.get<ProgressView>(campaignPath(campaign, '/progress'));
  const why = await client.get<WhyView>(campaignPath(campaign, '/why'));
  return { progress, why };
}

/** Returns the time until the first of these campaigns can continue; null if the end of it is not known. */
function gapOf(updates: readonly Update[]): Gap | null {
  const gaps = updates.flatMap(({ progress, why }) => {
    const to = nextInstant(why);
    return to === null ? [] : [{ from: Date.parse(progress.asOf), to, why }];
  });
  const [first] = gaps.sort((left, right) => left.to - right.to);
  return first ?? null;
}

/** Returns the next instant at which something can happen; null if it is not known. */
function nextInstant({ until, reasons }: WhyView): number | null {
  const known = until === null ? reasons.flatMap((reason) => reason.until ?? []) : [until];
  return known.length === 0 ? null : Math.min(...known.map((text) => Date.parse(text)));
}

/** Waits `ms` milliseconds, or until Ctrl-C. */
export function pause({
  cli: { system, interrupt },
  ms,
}: {
  cli: Pick<Cli, 'system' | 'interrupt'>;
  ms: number;
}): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      interrupt.removeEventListener('abort', end);
      resolve();
    };
    const cancel = system.at(system.now() + ms, end);
    if (interrupt.aborted) end();
    else interrupt.addEventListener('abort', end, { once: true });
  });
}
