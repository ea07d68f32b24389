import type { Doubt } from '../../domain/incarnation.ts';
import type { DoubtedContact } from '../events.ts';
import { transitionEnrollment } from './steps.ts';
import type { Deciding } from './steps.ts';

/**
 * Puts contacts in review that may have been contacted since the backup from which the store was restored. A contact
 * with an open attempt is paused when the attempt ends. Returns how many contacts changed: those that have ended or are
 * in review already do not.
 */
export function doubtContacts(
  deciding: Deciding,
  { reason, contacts }: { reason: Doubt; contacts: readonly DoubtedContact[] },
): number {
  const { set, kit } = deciding;
  const reviewUntil = set.at + kit.times.reviewMs;
  let changed = 0;
  for (const { position, touch } of contacts) {
    const row = set.enrollment(position);
    if (!row || row.pauseWanted) continue;
    const moved = transitionEnrollment(deciding, { row, event: { type: 'DOUBT', reviewUntil } });
    if (!moved) continue;
    changed += 1;
    set.log({
      type: 'enrollment.doubted',
      position,
      data: {
        reason,
        ...(touch && { providerId: touch.providerId, touchedAt: touch.at }),
        became: moved.state,
      },
    });
  }
  return changed;
}
