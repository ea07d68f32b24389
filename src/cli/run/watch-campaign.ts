import { campaignPath } from '../api/campaign-path.ts';
import type { Client } from '../api/client.ts';
import type { Cli } from '../cli.ts';
import type { ProgressView, WhyView } from '../api/views.ts';

/** States in which nothing more will happen. */
const endStates: ReadonlySet<string> = new Set(['completed', 'cancelled', 'failed', 'archived']);

export type Sight = { progress: ProgressView; why: WhyView };

/** Business time in which nothing can happen. */
export type Gap = { from: number; to: number; why: WhyView };

export type WatchEnd =
  | { kind: 'ended'; state: string }
  /** It cannot continue by itself. */
  | { kind: 'stuck'; why: WhyView }
  | { kind: 'interrupted' };

const pollMs = 100;
/** Gaps shorter than this are waited for: the clock is fast anyway. System time. */
const leastGapMs = 250;
/** How often in a row nothing may be going on, with no end in sight, before it is called stuck. */
const patience = 30;

/**
 * Watches a campaign until it ends. While nothing is in flight and nothing can start before a known time, `jump` may
 * take the clock there.
 */
export async function watchCampaign({
  cli,
  client,
  campaign,
  speed,
  jump,
  onSight,
}: {
  cli: Pick<Cli, 'system' | 'interrupt'>;
  client: Client;
  campaign: string;
  speed: () => number;
  /** Null where the clock is not ours to move. */
  jump: ((gap: Gap) => void) | null;
  onSight: (sight: Sight) => Promise<void> | void;
}): Promise<WatchEnd> {
  let idleLooks = 0;
  for (;;) {
    if (cli.interrupt.aborted) return { kind: 'interrupted' };
    const progress = await client.get<ProgressView>(campaignPath(campaign, '/progress'));
    const why = await client.get<WhyView>(campaignPath(campaign, '/why'));
    await onSight({ progress, why });
    if (endStates.has(progress.state)) return { kind: 'ended', state: progress.state };
    const isIdle = progress.inFlight === 0 && progress.doing !== 'dispatching';
    const to = isIdle ? nextInstant(why) : null;
    const from = Date.parse(progress.asOf);
    if (jump && to !== null && to - from > leastGapMs * speed()) jump({ from, to, why });
    idleLooks = isIdle && to === null ? idleLooks + 1 : 0;
    if (idleLooks > patience) return { kind: 'stuck', why };
    await pause({ cli, ms: pollMs });
  }
}

/** When something can happen next by itself; null if that is not known. */
function nextInstant({ until, reasons }: WhyView): number | null {
  const known = until === null ? reasons.flatMap((reason) => reason.until ?? []) : [until];
  return known.length === 0 ? null : Math.min(...known.map((text) => Date.parse(text)));
}

/** Waits; Ctrl-C ends the wait. */
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
