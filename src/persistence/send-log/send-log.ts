import type { SendLog, SendMedium } from './contract.ts';
import { firstLine, mintedLine, readLeftBehind, sendingLine } from './left-behind.ts';

/** The maximum number of unsent attempts of earlier processes that the log keeps. Nothing is proved of older ones. */
const maxKeptFromBefore = 5_000;
/** Attempts per line. It limits the length of a line. */
const attemptsPerLine = 100;

export type SendLogInput = {
  medium: SendMedium;
  /** The id of this boot of this machine; null if the system has none. */
  boot: string | null;
  instance: string;
  /** System time. */
  at: number;
  /** Called when the medium starts to fail, once for each kind of failure. */
  onTrouble: (input: { what: string; error: unknown }) => void;
};

type Context = Pick<SendLogInput, 'medium' | 'onTrouble'> & {
  firstLine: string;
  /** Attempts that are minted and not sent. */
  unsent: Set<string>;
  /** Attempts that were reported as unsent. A permit for one of them may still be in use. */
  refused: Set<string>;
  /** Whether the medium names the attempts in `unsent`. If it does not, nothing has to be removed from it. */
  isStored: boolean;
  isClosed: boolean;
  /** The failure that was reported last; null after a success. */
  reported: string | null;
};

/** Opens a send log on a medium that no other process uses. It keeps the unsent attempts of earlier processes. */
export function createSendLog({ medium, boot, instance, at, onTrouble }: SendLogInput): SendLog {
  const before = readLeftBehind({ medium, boot });
  const context: Context = {
    medium,
    onTrouble,
    firstLine: firstLine({ boot, instance, at }),
    unsent: new Set([...before.unsent].sort().slice(-maxKeptFromBefore)),
    refused: new Set(),
    isStored: false,
    isClosed: false,
    reported: null,
  };
  const { unsent, refused } = context;
  tryToRewrite(context);
  return {
    checkUp: () => checkUp(context),
    noteMinted: (attempts) => noteMinted(context, attempts),
    noteSending(attempt) {
      if (context.isClosed || refused.has(attempt)) return false;
      if (!unsent.has(attempt)) return true;
      if (context.isStored) return noteSent(context, attempt);
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
      context.isClosed = true;
      medium.close();
    },
  };
}

/** Checks that the log is in place, and writes it again if it is not. */
function checkUp(context: Context): void {
  if (context.isClosed) return;
  if (context.isStored && context.medium.isInPlace()) return;
  if (context.isStored) report(context, 'the send log was removed or replaced; it is written again');
  context.isStored = false;
  tryToRewrite(context);
}

function noteMinted(context: Context, attempts: readonly string[]): void {
  if (context.isClosed || attempts.length === 0) return;
  checkUp(context);
  for (const attempt of attempts) context.unsent.add(attempt);
  if (!context.isStored) return;
  try {
    for (const line of mintedLines(attempts)) append(context, line);
  } catch (error) {
    report(context, 'the send log could not be written', error);
  }
}

/**
 * Records that an attempt is sent. If that fails, discards the log, because it must not name the attempt as unsent.
 * Returns false if both fail.
 */
function noteSent(context: Context, attempt: string): boolean {
  const { medium, unsent } = context;
  unsent.delete(attempt);
  try {
    append(context, sendingLine(attempt));
    return true;
  } catch (error) {
    report(context, 'the send log could not be written', error);
  }
  try {
    medium.discard();
    context.isStored = false;
    return true;
  } catch (error) {
    report(context, 'the send log can be neither written nor discarded: nothing is sent', error);
    unsent.add(attempt);
    return false;
  }
}

/** Appends a line. If the medium has no room, it rewrites the log, which then contains what the line says. */
function append(context: Context, line: string): void {
  if (!context.medium.append(line)) rewrite(context);
}

/** Writes the log again with the attempts that are still unsent. */
function rewrite(context: Context): void {
  context.medium.replace([context.firstLine, ...mintedLines([...context.unsent])]);
  context.isStored = true;
  context.reported = null;
}

function tryToRewrite(context: Context): void {
  try {
    rewrite(context);
  } catch (error) {
    // Without a log nothing is proved, so nothing wrong is proved either.
    report(context, 'the send log could not be created', error);
  }
}

function report(context: Context, what: string, error?: unknown): void {
  if (context.reported !== what) context.onTrouble({ what, error });
  context.reported = what;
}

function mintedLines(attempts: readonly string[]): string[] {
  const lines: string[] = [];
  for (let start = 0; start < attempts.length; start += attemptsPerLine)
    lines.push(mintedLine(attempts.slice(start, start + attemptsPerLine)));
  return lines;
}
