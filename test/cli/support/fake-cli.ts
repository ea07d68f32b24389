import type { Cli } from '../../../src/cli/cli.ts';
import { runCommand } from '../../../src/cli/main.ts';
import { createSeededRandom } from '../../../src/platform/random.ts';
import { createSystemClock } from '../../../src/platform/system-clock.ts';

export type Ran = { code: number; stdout: string; stderr: string };

/** A simulated process: its streams are recorded, and it does not see the real environment. */
export function createFakeCli({
  environment = {},
  interrupt = new AbortController().signal,
  answer = null,
  onText = () => undefined,
}: {
  environment?: Readonly<Record<string, string>>;
  interrupt?: AbortSignal;
  /** The input typed at the terminal; null without a terminal. */
  answer?: string | null;
  /** Is called with each text that is written to stderr. */
  onText?: (text: string) => void;
} = {}): { cli: Cli; stdout: () => string; stderr: () => string } {
  const written = { stdout: '', stderr: '' };
  const cli: Cli = {
    environment,
    stdout: { write: (text) => (written.stdout += text) },
    stderr: {
      write(text) {
        written.stderr += text;
        onText(text);
      },
    },
    ask: answer === null ? null : () => Promise.resolve(answer),
    system: createSystemClock(),
    random: createSeededRandom({ seed: 1 }),
    interrupt,
    readerGone: new AbortController().signal,
    exit: (code) => {
      throw new Error(`the process was ended with ${code}`);
    },
    pid: process.pid,
    cwd: process.cwd(),
    entry: '',
    version: '0.0.0',
    parent: null,
  };
  return { cli, stdout: () => written.stdout, stderr: () => written.stderr };
}

/** Runs one command line in this process. */
export async function runHere(
  line: string | readonly string[],
  input: Parameters<typeof createFakeCli>[0] = {},
): Promise<Ran> {
  const { cli, stdout, stderr } = createFakeCli(input);
  const argv = typeof line === 'string' ? line.split(' ') : line;
  const code = await runCommand({ cli, argv });
  return { code, stdout: stdout(), stderr: stderr() };
}
