import { Command, Option } from 'commander';
import { readTerminalWishes } from '../config.ts';
import type { Cli } from './cli.ts';
import { connectTo } from './connect.ts';
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { createOutput } from './output.ts';
import { verbs } from './verbs.ts';
import { createOptions } from './verb.ts';
import type { Verb } from './verb.ts';

/** The command line as commander sees it. Throws a `CommanderError` for help and for what cannot be read. */
export function createProgram({ cli }: { cli: Cli }): { program: Command; exitCode: () => ExitCode } {
  let code: ExitCode = exitCodes.done;
  const program = new Command('ringmaster')
    .description('Outreach campaigns that must not go wrong: nobody called twice, nobody lost.')
    .version(cli.version, '-V, --version', 'the version')
    .helpOption('-h, --help', 'this help')
    .helpCommand('help [verb]', 'help for one verb')
    .configureOutput({
      writeOut: (text) => void cli.stdout.write(text),
      writeErr: (text) => void cli.stderr.write(text.replace(/^error: /, 'ringmaster: ')),
    })
    .showHelpAfterError('Try: ringmaster --help')
    .exitOverride()
    .addHelpText('after', programNotes);
  for (const verb of verbs) addVerb({ program, verb, cli, onEnd: (ended) => (code = ended) });
  return { program, exitCode: () => code };
}

const programNotes = `
Try it now:
  ringmaster demo                            a campaign of 300 people, with the service killed on the way
  ringmaster run examples/leads.csv          any list, called by the simulator

Exit codes: 0 done, 1 fault, 2 bad usage or file, 3 campaign failed, 4 refused, 5 unreachable,
6 something needs a person (attention only), 130 interrupted.
Verbs that speak to a service find it by RINGMASTER_URL, or by the address it left in DATA_DIR. See docs/cli.md.`;

function addVerb({
  program,
  verb,
  cli,
  onEnd,
}: {
  program: Command;
  verb: Verb;
  cli: Cli;
  onEnd: (code: ExitCode) => void;
}): void {
  const { name, takes, summary, description, options = [], examples } = verb;
  const command = program
    .command(takes === undefined ? name : `${name} ${takes}`)
    .summary(summary)
    .description(description === undefined ? summary : `${summary}.\n${description}`)
    .helpOption('-h, --help', 'this help')
    .showHelpAfterError(`Try: ringmaster ${name} --help`)
    .option('--json', 'the result as JSON on stdout')
    .addHelpText('after', examplesText(examples));
  for (const { flags, what, hidden } of options) {
    const option = new Option(flags, what);
    command.addOption(hidden ? option.hideHelp() : option);
  }
  command.action(async (...given: unknown[]) => {
    if (!verb.works) cli.readerGone.addEventListener('abort', () => cli.exit(exitCodes.done));
    const values = command.opts();
    const output = createOutput({
      stdout: cli.stdout,
      stderr: cli.stderr,
      json: values['json'] === true,
      wishes: readTerminalWishes({ environment: cli.environment }),
    });
    const args = given
      .slice(0, -2)
      .flat()
      .filter((arg) => typeof arg === 'string');
    const connect = connectTo({ cli, output });
    const ended = await verb.run({ cli, output, args, options: createOptions(values), connect });
    onEnd(ended ?? exitCodes.done);
  });
}

function examplesText(examples: Verb['examples']): string {
  const lines = examples.map(({ line, what }) => `  ${line}\n      ${what}`);
  return `\nExamples:\n${lines.join('\n')}`;
}
