import { isRingmasterError } from '../../domain/errors.ts';

/**
 * Imports whose upload has ended and that could not be closed, for instance because the store was full. They prevent
 * the completion of their campaign, so each is closed as broken as soon as the store accepts it.
 */
export type UnclosedImports = {
  /** `error` is why it was not closed. After a refusal there is nothing to close. */
  note: (input: { campaign: string; import: string; error: unknown }) => void;
  /** The upload is continued: once this resolves, the import is not closed any more. */
  forget: (id: string) => Promise<void>;
  /** Called on every beat. Closes the known imports until one fails; then skips some beats. */
  closeAll: () => Promise<void>;
};

/**
 * The number of beats to skip after a failed try. It doubles up to the maximum: a full disk is not written to every
 * second.
 */
const firstPause = 1;
const longestPause = 60;

export function createUnclosedImports({
  breakOff,
}: {
  /** Closes an import as broken. */
  breakOff: (input: { campaign: string; import: string }) => Promise<unknown>;
}): UnclosedImports {
  const campaigns = new Map<string, string>();
  let closing: Promise<void> | null = null;
  let pause = firstPause;
  let passOver = 0;

  const waitLonger = (): void => {
    passOver = pause;
    pause = Math.min(2 * pause, longestPause);
  };

  const closeEach = async (): Promise<void> => {
    for (const [id, campaign] of campaigns) {
      try {
        await breakOff({ campaign, import: id });
      } catch (error) {
        if (!isRefusal(error)) return waitLonger();
      }
      campaigns.delete(id);
      pause = firstPause;
    }
  };

  return {
    note({ campaign, import: id, error }) {
      if (!isRefusal(error)) campaigns.set(id, campaign);
    },
    async forget(id) {
      campaigns.delete(id);
      await closing;
    },
    closeAll() {
      if (campaigns.size === 0) return Promise.resolve();
      if (closing === null && passOver > 0) {
        passOver -= 1;
        return Promise.resolve();
      }
      closing ??= closeEach().finally(() => {
        closing = null;
      });
      return closing;
    },
  };
}

/** For instance, the campaign no longer exists: another try changes nothing. */
function isRefusal(error: unknown): boolean {
  return isRingmasterError(error) && error.family !== 'overloaded' && error.family !== 'fault';
}
