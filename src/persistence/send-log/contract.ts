/**
 * A local record of the attempts that were sent. It survives the process but not the machine. An attempt that it names
 * as minted and not as sent was never sent, so its slot is released at once. About attempts that it does not name
 * nothing is known. One process uses it at a time, and only while it has the store open.
 */
export type SendLog = {
  /**
   * Records attempts before the commit that mints them. Without this record nothing can be proved about them. Never
   * throws.
   */
  noteMinted: (attempts: readonly string[]) => void;
  /**
   * Records that an attempt is being sent, in the last synchronous block before its first byte. Returns false if it
   * must not be sent: because this could not be recorded, or because `isUnsent` has returned true for it. Never
   * throws.
   */
  noteSending: (attempt: string) => boolean;
  /** Returns whether the attempt was provably never sent. If it was not, `noteSending` refuses it from now on. */
  isUnsent: (attempt: string) => boolean;
  /** Removes attempts whose result is stored. They need no proof any more. */
  forget: (attempts: readonly string[]) => void;
  /** Returns why nothing can be proved about the attempts of earlier processes, as a clause; null if it can. */
  doubt: () => string | null;
  /** Checks whether the log is still in place, and starts a new one if it is not. */
  checkUp: () => void;
  /**
   * Refuses all attempts from now on. Called before the store is closed, so that the next process can rely on the log.
   */
  close: () => void;
};

/** The place where the lines of a send log are stored. Lines contain no line feed. */
export type SendMedium = {
  /**
   * Returns all lines that an earlier process left, in order, or the reason why they cannot be relied on (`doubt`).
   */
  read: () => { lines: readonly string[] } | { doubt: string };
  /** Replaces all lines. If it throws, the old lines are still there. */
  replace: (lines: readonly string[]) => void;
  /**
   * Adds a line that survives the death of the process. Returns false if there is no room for it. Throws if the write
   * fails.
   */
  append: (line: string) => boolean;
  /** Returns whether the next process will find the lines. */
  isInPlace: () => boolean;
  /** Makes the lines useless for the next process. Throws if it fails. */
  discard: () => void;
  close: () => void;
};

/** The send log of an instance without a place for one. It proves nothing and refuses nothing. */
export const noSendLog: SendLog = {
  noteMinted: () => undefined,
  noteSending: () => true,
  isUnsent: () => false,
  forget: () => undefined,
  doubt: () => 'this instance keeps no send log',
  checkUp: () => undefined,
  close: () => undefined,
};
