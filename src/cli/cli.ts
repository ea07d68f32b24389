import type { Environment } from '../config.ts';
import type { SystemClock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import type { TextStream } from './terminal/output.ts';

/** The parts of the process that a command may use. */
export type Cli = {
  environment: Environment;
  stdout: TextStream;
  stderr: TextStream;
  /** Asks a question and returns the line that the user types. Null without a terminal. */
  ask: ((question: string) => Promise<string>) | null;
  system: SystemClock;
  random: Random;
  /** Aborted by the first Ctrl-C or termination signal. Its reason is the name of the signal. */
  interrupt: AbortSignal;
  /** Aborted when the reader of stdout has closed it, as `head` does. */
  readerGone: AbortSignal;
  /** Ends the process at once, for work that must not continue after a deadline. */
  exit: (code: number) => void;
  pid: number;
  cwd: string;
  /** The script that started this process, used to start child processes. */
  entry: string;
  version: string;
  /** The parent process, if it started this one with a message channel. */
  parent: ParentProcess | null;
};

/** The message channel to the parent process. */
export type ParentProcess = {
  send: (message: unknown) => void;
  onMessage: (handle: (message: unknown) => void) => void;
  onGone: (handle: () => void) => void;
};
