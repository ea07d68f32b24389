import type { Cli } from '../cli.ts';
import type { Client } from '../api/client.ts';
import type { DataFolder } from '../folder/data-folder.ts';
import type { Output } from '../terminal/output.ts';
import type { RunClock } from '../clock/run-clock.ts';
import type { RunInput } from './run-input.ts';
import type { RunScreen } from './run-screen.ts';
import type { Options } from '../verb.ts';

/** What the parts of a run use. */
export type RunContext = {
  cli: Cli;
  output: Output;
  screen: RunScreen;
  client: Client;
  input: RunInput;
  clock: RunClock;
  options: Options;
  folder: DataFolder;
  /** Whether the carrier is the simulator. */
  isSimulated: boolean;
};
