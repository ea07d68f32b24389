const failuresToOpen = 3;
const firstMs = 10_000;
const longestMs = 600_000;

/**
 * Leaves a mail server alone that has failed three times in a row: for ten seconds, then twice the time after each further
 * failure, up to ten minutes. It belongs to one process and decides only which server of a mailbox is tried.
 */
export function createServerBreaker({ monotonic }: { monotonic: () => number }): {
  mayTry: () => boolean;
  noteWorks: () => void;
  noteFails: () => void;
} {
  let failures = 0;
  let until = -Infinity;
  return {
    mayTry: () => monotonic() >= until,
    noteWorks() {
      failures = 0;
      until = -Infinity;
    },
    noteFails() {
      failures += 1;
      const waits = failures - failuresToOpen;
      if (waits >= 0) until = monotonic() + Math.min(longestMs, firstMs * 2 ** waits);
    },
  };
}
