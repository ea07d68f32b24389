import type { Turn } from '../store.ts';
import { invalidTurn } from '../failures.ts';

/** Throws if a turn contradicts itself. Nothing has been written then. */
export function checkTurn({ expected, record, events }: Turn): void {
  if (record.epoch !== expected.epoch) {
    throw invalidTurn('A turn cannot change the epoch of its campaign; claimCampaign does that.', {
      campaign: record.id,
    });
  }
  events.forEach(({ seq }, index) => {
    if (seq !== expected.seq + index + 1) {
      throw invalidTurn(`The events of a turn must continue from seq ${expected.seq} without a gap.`, {
        campaign: record.id,
        seq,
      });
    }
  });
  if (record.seq !== expected.seq + events.length) {
    throw invalidTurn(`The campaign must be at the seq of the last event of its turn.`, {
      campaign: record.id,
      seq: record.seq,
    });
  }
}
