import type { SendLog, SendMedium } from './contract.ts';
import { firstLine, mintedLine, readLeftBehind, sendingLine } from './left-behind.ts';

/** So many attempts of earlier processes are carried along; of older ones nothing is proved any more. */
const mostCarried = 5_000;
/** Attempts per line, so that no line is long. */
const perLine = 100;

export type SendLogInput = {
  medium: SendMedium;
  /** Names this boot of this machine; null if the system does not tell. */
  boot: string | null;
  instance: string;
  /** System time. */
  at: number;
  /** Told of trouble with the medium, once as long as it lasts. */
  onTrouble: (input: { what: string; error: unknown }) => void;
};

/** Opens the log of a place that no other process uses, and carries along what earlier ones left unsent there. */
export function createSendLog({ medium, boot, instance, at, onTrouble }: SendLogInput): SendLog {
  const before = readLeftBehind({ medium, boot });
  const unsent = new Set([...before.unsent].sort().slice(-mostCarried));
  /** Taken for unsent by somebody: a permit for one may still be about. */
  const refused = new Set<string>();
  /** Whether the medium claims what `unsent` says. While it does not, nothing needs to be taken back from it. */
  let isKept = false;
  let isClosed = false;
  let told: string | null = null;

  const linesOf = (attempts: readonly string[]): string[] =>
    attempts.length === 0
      ? []
      : [mintedLine(attempts.slice(0, perLine)), ...linesOf(attempts.slice(perLine))];

  /** Writes all of it anew; what has ended is left out. */
  const beginAgain = (): void => {
    medium.replace([firstLine({ boot, instance, at }), ...linesOf([...unsent])]);
    isKept = true;
    told = null;
  };

  const tell = (what: string, error?: unknown): void => {
    if (told !== what) onTrouble({ what, error });
    told = what;
  };

  const tryToBeginAgain = (): void => {
    try {
      beginAgain();
    } catch (error) {
      // Without it nothing is claimed, and nothing will be proved.
      tell('the send log could not be begun', error);
    }
  };

  /** A line that does not fit into what is there comes with everything that still matters. */
  const append = (line: string): void => {
    if (!medium.append(line)) beginAgain();
  };

  /** The attempt is about to be sent, and the medium says that it is not: it must say so no longer. */
  const takeBack = (attempt: string): boolean => {
    unsent.delete(attempt);
    try {
      append(sendingLine(attempt));
      return true;
    } catch (error) {
      tell('the send log could not be written', error);
    }
    try {
      medium.discard();
      isKept = false;
      return true;
    } catch (error) {
      tell('the send log can be neither written nor discarded: nothing is sent', error);
      unsent.add(attempt);
      return false;
    }
  };

  const checkUp = (): void => {
    if (isClosed) return;
    if (isKept && medium.isInPlace()) return;
    if (isKept) tell('the send log was removed or replaced; it is begun again');
    isKept = false;
    tryToBeginAgain();
  };

  tryToBeginAgain();
  return {
    checkUp,
    noteMinted(attempts) {
      if (isClosed || attempts.length === 0) return;
      checkUp();
      for (const attempt of attempts) unsent.add(attempt);
      if (!isKept) return;
      try {
        for (const line of linesOf(attempts)) append(line);
      } catch (error) {
        tell('the send log could not be written', error);
      }
    },
    noteSending(attempt) {
      if (isClosed || refused.has(attempt)) return false;
      if (!unsent.has(attempt)) return true;
      if (isKept) return takeBack(attempt);
      unsent.delete(attempt);
      return true;
    },
    isUnsent(attempt) {
      if (!unsent.has(attempt)) return false;
      refused.add(attempt);
      return true;
    },
    forget(attempts) {
      for (const attempt of attempts) unsent.delete(attempt);
    },
    doubt: () => before.doubt,
    close() {
      isClosed = true;
      medium.close();
    },
  };
}
