import type { CampaignFile } from '../list/campaign-file.ts';
import type { Cli } from '../cli.ts';
import type { ContactList } from '../list/contact-list.ts';
import type { DataFolder } from '../folder/data-folder.ts';
import type { Output } from '../terminal/output.ts';
import type { RunScreen } from '../run/run-screen.ts';
import type { DemoMemory } from './demo-state.ts';
import type { DemoProcesses } from './service-child.ts';
import type { SharedClock } from './shared-clock.ts';

export type DemoInput = {
  cli: Cli;
  output: Output;
  screen: RunScreen;
  clock: SharedClock;
  memory: DemoMemory;
  processes: DemoProcesses;
  folder: DataFolder;
  campaign: CampaignFile;
  list: ContactList;
  shownList: string;
  /** The beginning of commands that read the folder of this demo. */
  command: string;
  timeZone: string;
  /** The contact whose history the demo suggests at its end; null if there is none. */
  interesting: string | null;
  /** The speed of the clock during calls. */
  speed: number;
};
