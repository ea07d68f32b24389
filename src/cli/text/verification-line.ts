import type { LogVerificationView } from '../api/views.ts';

/** Returns `spring-checkup: 1204 events, unchanged since event 1; hash 9f2c41…`. */
export function verificationLine(view: LogVerificationView): string {
  const { name, events, broken, differences } = view;
  if (broken) return `${name}: BROKEN at event ${broken.seq} of ${events}: ${broken.detail}`;
  if (differences.length > 0) return `${name}: DIFFERS from its log: ${differences.join('; ')}`;
  return `${name}: ${events} ${events === 1 ? 'event' : 'events'}, ${coverage(view)}`;
}

function coverage({ removedThrough, chainedFrom, head, counted }: LogVerificationView): string {
  if (chainedFrom === null || head === null)
    return 'none missing; stored without hashes by an earlier version';
  const since = `unchanged since event ${chainedFrom}`;
  const before =
    chainedFrom === 1 ? '' : ' (earlier events were stored without hashes by an earlier version)';
  const removed = removedThrough ? `, 1 to ${removedThrough} removed` : '';
  return `${since}${before}${removed}${counted ? ', counters agree' : ''}; hash ${head}`;
}
