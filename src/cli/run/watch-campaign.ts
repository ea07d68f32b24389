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

/**
 * Watches a campaign until it ends. If nothing is in flight and nothing can start before a known time, `jump` is
 * called to set the clock forward.
 */
export async function watchCampaign({
  cli,
  client,
  campaign,
  speed,
  jump,
  onUpdate,
}: {
  cli: Pick<Cli, 'system' | 'interrupt'>;
  client: Client;
  campaign: string;
  speed: () => number;
  /** Sets the clock forward; null if this process does not own the clock. */
  jump: ((gap: Gap) => void) | null;
  onUpdate: (sight: Update) => Promise<void> | void;
}): Promise<WatchEnd> {
  let idlePolls = 0;
  for (;;) {
    if (cli.interrupt.aborted) return { kind: 'interrupted' };
    const progress = await client.get<ProgressView>(campaignPath(campaign, '/progress'));
    const why = await client.get<WhyView>(campaignPath(campaign, '/why'));
    await onUpdate({ progress, why });
    if (endStates.has(progress.state)) return { kind: 'ended', state: progress.state };
    const isIdle = progress.inFlight === 0 && progress.doing !== 'dispatching';
    const to = isIdle ? nextInstant(why) : null;
    const from = Date.parse(progress.asOf);
    if (jump && to !== null && to - from > minGapMs * speed()) jump({ from, to, why });
    idlePolls = isIdle && to === null ? idlePolls + 1 : 0;
    if (idlePolls > maxIdlePolls) return { kind: 'stuck', why };
    await pause({ cli, ms: pollMs });
  }
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
