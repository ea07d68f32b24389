import { Command, Option } from 'commander';
import { readTerminalSettings } from '../config.ts';
import { campaignIdOption, takesCampaign, withCampaign } from './campaign-id.ts';
import type { Cli } from './cli.ts';
import { connectTo } from './api/connect.ts';
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { createOutput, wrapped } from './terminal/output.ts';
import { verbs } from './verbs.ts';
import { createOptions } from './verb.ts';
import type { Verb } from './verb.ts';

/**
 * Creates the commander program. It throws a `CommanderError` for help and for a command line that cannot be parsed.
 */
export function createProgram({ cli }: { cli: Cli }): { program: Command; exitCode: () => ExitCode } {
  let code: ExitCode = exitCodes.done;
  const program = new Command('ringmaster')
    .description('Outreach campaigns that survive a crash: no contact is called twice, and none is lost.')
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
  ringmaster demo                     300 contacts; the service is killed
  ringmaster run examples/leads.csv   any list, called by the simulator

Exit codes: 0 done, 1 fault, 2 bad usage or file, 3 campaign failed, 4 refused,
5 unreachable, 6 something needs an operator (attention only), 7 store removed,
8 a log was changed (verify only), 130 interrupted.
Verbs that use a service find it by RINGMASTER_URL, or by the address it left in
DATA_DIR. See docs/cli.md.`;

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
  const hasCampaign = takesCampaign(takes);
  // Commander checks the arguments before the option could supply one of them.
  const declared = hasCampaign ? takes?.replaceAll('<', '[').replaceAll('>', ']') : takes;
  const command = program
    .command(declared === undefined ? name : `${name} ${declared}`)
    .summary(summary)
    .description(description === undefined ? summary : `${summary}.\n${description}`)
    .helpOption('-h, --help', 'this help')
    .showHelpAfterError(`Try: ringmaster ${name} --help`)
    .option('--json', 'the result as JSON on stdout')
    .addHelpText('after', () => examplesText({ examples, width: helpWidth(cli) }));
  if (hasCampaign) command.usage(`[options] ${takes ?? ''}`);
  for (const { flags, what, hidden } of [...options, ...(hasCampaign ? [campaignIdOption] : [])]) {
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
      wishes: readTerminalSettings({ environment: cli.environment }),
    });
    const words = given
      .slice(0, -2)
      .flat()
      .filter((arg) => typeof arg === 'string');
    const options = createOptions(values);
    const args =
      takes !== undefined && hasCampaign
        ? withCampaign({ takes, args: words, campaign: options.text('campaign-id') })
        : words;
    const connect = connectTo({ cli, output });
    const ended = await verb.run({ cli, output, args, options, connect });
    onEnd(ended ?? exitCodes.done);
  });
}

/** Returns the width of help texts, as commander computes it. */
function helpWidth({ stdout }: Pick<Cli, 'stdout'>): number {
  return stdout.isTTY === true ? (stdout.columns ?? defaultWidth) : defaultWidth;
}

const defaultWidth = 80;
const indent = ' '.repeat(6);
const noBreak = '\u00a0';
/**
 * A space that is not before an option, a variable or the program: it may be inside quotes, so no line break is
 * allowed there.
 */
const insideArgument = / (?!--|[A-Z_]+=|ringmaster )/g;

/** Returns the examples of a verb. A long command is continued after a backslash, so that it can be copied. */
function examplesText({ examples, width }: { examples: Verb['examples']; width: number }): string {
  const lines = examples.flatMap(({ line, what }) => {
    const whole = `  ${line.replaceAll(insideArgument, noBreak)}`;
    const command = wrapped({ text: whole, width: width - ' \\'.length, indent });
    return [
      command.join(' \\\n').replaceAll(noBreak, ' '),
      ...wrapped({ text: `${indent}${what}`, width, indent }),
    ];
  });
  return `\nExamples:\n${lines.join('\n')}`;
}
