import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { CommanderError } from 'commander';
import { readStartFacts, readTerminalSettings } from '../config.ts';
import { createSystemClock } from '../platform/system-clock.ts';
import type { Cli } from './cli.ts';
import { systemError, usageError } from './errors.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { failureDocument, failureLine, failureLines } from './text/failure-text.ts';
import { createInterrupt } from './interrupt.ts';
import { unwritable } from './folder/file-errors.ts';
import { createOutput } from './terminal/output.ts';
import { readParent } from './starter/parent-process.ts';
import { watchOutput } from './terminal/process-output.ts';
import type { ProcessOutput } from './terminal/process-output.ts';
import { createProgram } from './program.ts';
import { followStarters } from './starter/follow-starters.ts';
import { createStartTraces } from './starter/outlives.ts';
import { createProcessTable } from './starter/process-table.ts';
import { verbs } from './verbs.ts';

/** Runs the command line of this process, and ends the process with an exit code of docs/cli.md. */
export async function main(): Promise<void> {
  const output = watchOutput(process);
  const code = await runCommand({ cli: createCli(output), argv: process.argv.slice(2) });
  await flushed();
  process.exit(output.failure() ? reportUnwrittenOutput(output.failure()) : code);
}

/** Runs one command line and returns the exit code. Never rejects: errors are written to stderr. */
export async function runCommand({ cli, argv }: { cli: Cli; argv: readonly string[] }): Promise<ExitCode> {
  const json = argv.includes('--json');
  try {
    const { program, exitCode } = createProgram({ cli });
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode();
  } catch (thrown) {
    const error = systemError(thrown);
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
    if (cli.interrupt.aborted && exitCodeOf(error) !== exitCodes.interrupted) return exitCodes.interrupted;
    const wishes = readTerminalSettings({ environment: cli.environment });
    const output = createOutput({ stdout: cli.stdout, stderr: cli.stderr, json, wishes });
    const isStream = verbs.some(({ name, streams }) => streams && argv[0] === name);
    const write = isStream ? output.line : output.document;
    if (error instanceof CommanderError) {
      // Commander has already written the message to stderr.
      write(failureDocument(usageError(error.message.replace(/^error: /, ''))));
      return exitCodes.usage;
    }
    write(failureDocument(error));
    const lines = failureLines(error);
    for (const line of lines.slice(0, -1)) output.say(line);
    output.say(`${output.paint('red', 'ringmaster:')} ${lines.at(-1) ?? ''}`);
    return exitCodeOf(error);
  }
}

/** Reports that the result could not be written, for example to a file on a full disk. */
function reportUnwrittenOutput(failure: Error | null): ExitCode {
  process.stderr.write(`ringmaster: ${failureLine(unwritable('The output', failure))}\n`);
  return exitCodes.fault;
}

function createCli({ readerGone }: ProcessOutput): Cli {
  const system = createSystemClock();
  const { stdin, stderr } = process;
  const parent = readParent();
  const isChild = parent !== null && process.argv.includes('--child');
  const follow = (onGone: () => void): { outlives: boolean } =>
    isChild
      ? { outlives: false }
      : followStarters({
          pid: process.pid,
          facts: readStartFacts({ environment: process.env }),
          table: createProcessTable(),
          traces: createStartTraces({ cwd: process.cwd() }),
          system,
          onGone,
        });
  return {
    environment: process.env,
    stdout: process.stdout,
    stderr,
    ask:
      stdin.isTTY && stderr.isTTY
        ? async (question) => {
            const lines = createInterface({ input: stdin, output: stderr });
            try {
              return await lines.question(question);
            } finally {
              lines.close();
            }
          }
        : null,
    system,
    random: Math.random,
    interrupt: createInterrupt({ system, isChild, follow }),
    readerGone,
    exit: (code) => process.exit(code),
    pid: process.pid,
    cwd: process.cwd(),
    entry: process.argv[1] ?? '',
    version: readVersion(),
    parent,
  };
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Resolves when all output is written. A process that ends before loses it. */
async function flushed(): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map(
      (stream) => new Promise<void>((resolve) => stream.write('', () => resolve())),
    ),
  );
}
