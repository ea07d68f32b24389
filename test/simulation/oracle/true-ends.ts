import type { JournalEntry } from '../../../src/simulator/index.ts';
import type { Placed } from './calls.ts';

/** What the carrier's hang-up codes mean, written down once more and apart from the product's own table. */
const byCode: Readonly<Record<number, string>> = {
  1010: 'failed',
  2000: 'invalid',
  3000: 'no-answer',
  3010: 'busy',
  3080: 'failed',
  3090: 'failed',
  5030: 'failed',
  6010: 'no-answer',
  7011: 'failed',
  7012: 'failed',
  8011: 'failed',
  8012: 'failed',
  9100: 'machine',
};

/** How each call truly ended, from the carrier's journal; whatever is not one thing for sure allows several words. */
export function readTrueEnds(entries: readonly JournalEntry[]): (placed: Placed) => readonly string[] | null {
  const answered = new Set<string>();
  const codes = new Map<string, number>();
  for (const entry of entries) {
    if (entry.type !== 'state') continue;
    if (entry.state === 'in-progress') answered.add(entry.callUuid);
    if (entry.end) codes.set(entry.callUuid, entry.end.code);
  }
  return ({ callUuid, plan }) => {
    const code = codes.get(callUuid);
    if (code === undefined) return null;
    const known = byCode[code];
    if (known) return [known];
    if (code === 1000) return ['cancelled'];
    if (!answered.has(callUuid)) return ['no-answer'];
    return plan.outcome.startsWith('machine') ? ['answered', 'machine'] : ['answered'];
  };
}
