import type { Channels } from '../../domain/campaign/channel-facts.ts';
import { countStarts } from '../../rules/limits/warm-up.ts';
import type { WorkingSet } from './working-set/working-set.ts';

/** Removes starts from the days of sending if the attempts were proved not to have started. */
export function takeBackStarts({
  set,
  channels,
  day,
}: {
  set: WorkingSet;
  channels: Pick<Channels, 'contacts'>;
  day: (at: number) => string;
}): void {
  const { sending } = set.counters;
  if (!sending) return;
  const unplaced = set
    .closed()
    .filter(
      ({ state, channel, mintedAt, permitUntil }) =>
        state === 'not-placed' &&
        permitUntil !== null &&
        channels.contacts(channel) &&
        day(mintedAt) === sending.day,
    ).length;
  if (unplaced > 0) set.counters.sending = countStarts({ sending, day: sending.day, started: -unplaced });
}
