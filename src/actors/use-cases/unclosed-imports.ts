import { isRingmasterError } from '../../domain/errors.ts';

/**
 * Imports whose upload has ended and which the store did not let us close: it was full, for instance. They keep their
 * campaign from completing, so each is closed as broken as soon as that can be written.
 */
export type UnclosedImports = {
  /** `error` is why it was not closed; where that was a refusal there is nothing to close. */
  note: (input: { campaign: string; import: string; error: unknown }) => void;
  /** Its upload is continued: it is not closed any more once this resolves. */
  forget: (id: string) => Promise<void>;
  /** Called at every beat. Tries those there are, until one fails again; then it passes over some beats. */
  closeAll: () => Promise<void>;
};

/** Beats passed over after a failed try. They double up to the most: a full disk is not written to every second. */
const firstPause = 1;
const longestPause = 60;

export function createUnclosedImports({
  breakOff,
}: {
  /** Closes one as broken. */
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

/** Such as that the campaign is gone: trying again changes nothing. */
function isRefusal(error: unknown): boolean {
  return isRingmasterError(error) && error.family !== 'overloaded' && error.family !== 'fault';
}
