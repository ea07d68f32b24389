/**
 * A local record of which attempts were sent. It outlives the process, not the machine: an attempt that it names as
 * minted and not as sent was never sent, so its slot is freed at once. What it does not name is neither proved nor
 * disproved. One process uses it at a time, and only while it has the store open.
 */
export type SendLog = {
  /** Notes attempts before the commit that mints them. Without this note nothing is ever proved of them. Never throws. */
  noteMinted: (attempts: readonly string[]) => void;
  /**
   * Notes that an attempt is sent, in the last synchronous block before its first byte. False: it must not be sent,
   * because that could not be noted, or because `isUnsent` has said that it was not sent. Never throws.
   */
  noteSending: (attempt: string) => boolean;
  /** Whether the attempt was provably never sent. From then on `noteSending` refuses it. */
  isUnsent: (attempt: string) => boolean;
  /** Drops attempts whose fate is stored: no proof of them is needed any more. */
  forget: (attempts: readonly string[]) => void;
  /** Why nothing is proved of what earlier processes left behind, as a clause; null if it is. */
  doubt: () => string | null;
  /** Looks whether the log is still in place, and begins it again if it is not. */
  checkUp: () => void;
  /** Refuses everything from now on. Called before the store is closed, so that the next process can rely on the log. */
  close: () => void;
};

/** What the lines of a send log are kept on. Lines contain no line feed. */
export type SendMedium = {
  /** The lines that an earlier process left, all of them and in order; `doubt` says why they cannot be relied on. */
  read: () => { lines: readonly string[] } | { doubt: string };
  /** Puts these lines in the place of all others. Throws, and then the others are still there. */
  replace: (lines: readonly string[]) => void;
  /** Adds a line that the death of the process does not undo; false if there is no room left for it. Throws. */
  append: (line: string) => boolean;
  /** Whether the next process will find what was written. */
  isInPlace: () => boolean;
  /** Makes what was written worthless to the next process. Throws. */
  discard: () => void;
  close: () => void;
};

/** The one of those who have no place for a log: it proves nothing and refuses nothing. */
export const noSendLog: SendLog = {
  noteMinted: () => undefined,
  noteSending: () => true,
  isUnsent: () => false,
  forget: () => undefined,
  doubt: () => 'this instance keeps no send log',
  checkUp: () => undefined,
  close: () => undefined,
};
