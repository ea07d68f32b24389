import type { Channel, PlaceOutcome, Touch } from '../../channels/contract.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Pace } from './pacing/pace.ts';
import type { Pacer } from './pacing/pacer.ts';
import type { IssuedPermit } from './permits.ts';

/**
 * Sends one touch, of a campaign or of a single call: waits for its start, then for its place in the pace, and passes it
 * to the channel with its permit. Never throws: if the channel throws, the result is ambiguous, because it is not known
 * what was sent. Afterwards the permit is used or dropped.
 */
export async function processSingleCall({
  clock,
  pacer,
  paces,
  startAt,
  permit,
  place,
  touch: known,
}: {
  /** The clock of the permit. */
  clock: Clock;
  pacer: Pacer;
  paces: readonly Pace[];
  startAt: number;
  permit: IssuedPermit;
  /** Passes the touch to its channel; undefined if the channel is not set up. */
  place: Channel['place'] | undefined;
  /** The touch, or the promise of one that is being read. */
  touch: Touch | Promise<Touch>;
}): Promise<PlaceOutcome> {
  let touch: Touch;
  try {
    touch = await known;
    const isInTime = await pacer.turn({
      paces,
      notBefore: startAt,
      lapse: { clock, at: permit.lapsesAt, onVoid: permit.onVoid },
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
  try {
    if (!place)
      return { kind: 'barred', fault: 'configuration', detail: `no channel ${touch.step.channel} is set up` };
    return await place({ touch, permit });
  } catch (error) {
    return { kind: 'ambiguous', detail: describe(error) };
  } finally {
    permit.drop();
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
