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
  /** Tries those there are, until one fails again. */
  closeAll: () => Promise<void>;
};

export function createUnclosedImports({
  breakOff,
}: {
  /** Closes one as broken. */
  breakOff: (input: { campaign: string; import: string }) => Promise<unknown>;
}): UnclosedImports {
  const campaigns = new Map<string, string>();
  let closing: Promise<void> | null = null;

  const closeEach = async (): Promise<void> => {
    for (const [id, campaign] of campaigns) {
      try {
        await breakOff({ campaign, import: id });
      } catch (error) {
        if (!isRefusal(error)) return;
      }
      campaigns.delete(id);
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
