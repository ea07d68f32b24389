import type { MailEntry } from '../journal/entries.ts';

const idDigits = 6;

/** What the server remembers of earlier messages: their number per recipient, and the first tries of greylisted ones. */
export function createMemory(entries: readonly MailEntry[]) {
  const counts = new Map<string, number>();
  const firstTries = new Map<string, number>();
  let ids = 0;
  const countOne = (to: string): number => {
    const count = (counts.get(to) ?? 0) + 1;
    counts.set(to, count);
    return count;
  };
  const firstTry = (to: string, now: number): number => {
    const first = firstTries.get(to) ?? now;
    firstTries.set(to, first);
    return first;
  };
  for (const entry of entries) {
    if (entry.type === 'accepted') {
      ids += 1;
      for (const { to } of entry.recipients) countOne(to);
    }
    if (entry.type === 'refused' && entry.stage === 'rcpt') {
      for (const to of entry.recipients) firstTry(to, entry.at);
    }
  }
  return {
    /** The number of the next message to this recipient. */
    next: (to: string): number => (counts.get(to) ?? 0) + 1,
    count: countOne,
    firstTry,
    nextId(): string {
      ids += 1;
      return `M${String(ids).padStart(idDigits, '0')}`;
    },
    clear: () => {
      counts.clear();
      firstTries.clear();
      ids = 0;
    },
  };
}
