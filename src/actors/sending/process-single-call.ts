import type { Channel, PlaceOutcome, Touch } from '../../channels/contract.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Pace } from './pacing/pace.ts';
import type { Pacer } from './pacing/pacer.ts';
import type { IssuedPermit } from './permits.ts';

/**
 * Performs one call effect, for campaigns and single calls: waits for its start, then for its place in the pace, and
 * passes it to the channel with its permit. Never throws: an error of a channel counts as ambiguous, because it is not
 * known what the channel sent.
 */
export async function processSingleCall({
  system,
  pacer,
  paces,
  startAt,
  permit,
  channel,
  readTouch,
}: {
  system: Clock;
  pacer: Pacer;
  paces: readonly Pace[];
  startAt: number;
  permit: IssuedPermit;
  channel: Channel | undefined;
  readTouch: () => Promise<Touch>;
}): Promise<PlaceOutcome> {
  let touch: Touch;
  try {
    touch = await readTouch();
    const isInTime = await pacer.turn({
      paces,
      notBefore: startAt,
      lapse: { clock: system, at: permit.lapsesAt },
    });
    if (!isInTime) {
      permit.drop();
      return { kind: 'not-placed', reason: 'expired', retryAfterMs: null, detail: 'its turn did not come' };
    }
  } catch (error) {
    permit.drop();
    return {
      kind: 'not-placed',
      reason: 'expired',
      retryAfterMs: null,
      detail: `it could not be prepared: ${describe(error)}`,
    };
  }
  if (!channel)
    return { kind: 'barred', fault: 'configuration', detail: `no channel ${touch.step.channel} is set up` };
  try {
    return await channel.place({ touch, permit });
  } catch (error) {
    return { kind: 'ambiguous', detail: describe(error) };
  } finally {
    permit.drop();
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
