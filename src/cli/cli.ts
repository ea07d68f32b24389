import type { Environment } from '../config.ts';
import type { SystemClock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import type { TextStream } from './terminal/output.ts';

/** Everything a command may touch of the process it runs in. */
export type Cli = {
  environment: Environment;
  stdout: TextStream;
  stderr: TextStream;
  /** Asks a question and returns the line that the user types; null without a terminal. */
  ask: ((question: string) => Promise<string>) | null;
  system: SystemClock;
  random: Random;
  /** Aborted by the first Ctrl-C or request to end; its reason is the signal's name. */
  interrupt: AbortSignal;
  /** Aborted once the reader of stdout has gone, such as `head`. */
  readerGone: AbortSignal;
  /** Ends the process at once, for what must not outlive a deadline. */
  exit: (code: number) => void;
  pid: number;
  cwd: string;
  /** The script that started this process, for starting others like it. */
  entry: string;
  version: string;
  /** The process that started this one as its child, if it did and listens. */
  parent: ParentProcess | null;
};

/** The channel to a process that started this one. */
export type ParentProcess = {
  send: (message: unknown) => void;
  onMessage: (handle: (message: unknown) => void) => void;
  onGone: (handle: () => void) => void;
};
