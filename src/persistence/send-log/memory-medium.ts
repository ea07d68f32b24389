import type { SendMedium } from './contract.ts';

/** A medium for tests. The last lines can be lost, as in a power failure. */
export type MemoryMedium = SendMedium & { loseLast: (lines: number) => void };

export function createMemoryMedium({ room = 10_000 }: { room?: number } = {}): MemoryMedium {
  let kept: string[] | null = null;
  return {
    read: () => (kept === null ? { doubt: 'there is no send log' } : { lines: [...kept] }),
    replace(lines) {
      kept = [...lines];
    },
    append(line) {
      if (kept === null || kept.length >= room) return false;
      kept.push(line);
      return true;
    },
    isInPlace: () => kept !== null,
    discard() {
      kept = null;
    },
    loseLast(lines) {
      kept?.splice(Math.max(1, kept.length - lines));
    },
    close: () => undefined,
  };
}
