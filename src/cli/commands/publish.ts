import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { readConfig } from '../../config.ts';
import { reportedResultSchema } from '../../domain/attempt/reported-result.ts';
import type { ReportedResultInput } from '../../domain/attempt/reported-result.ts';
import { usageError } from '../errors.ts';
import type { Options, Verb } from '../verb.ts';

const fields = ['attempt', 'provider-id', 'disposition', 'outcome', 'talk-seconds', 'id'] as const;

export const publish: Verb = {
  name: 'publish',
  summary: 'Report the result of a call on NATS, as an outside program does',
  description:
    'Publishes a result to calls.results of the NATS servers in the settings, and prints whether it was stored or is a duplicate. JetStream stores it until an instance has taken it. The same result is reported once, however often the command is repeated.',
  options: [
    { flags: '--attempt <id>', what: 'the attempt' },
    { flags: '--provider-id <id>', what: 'the id of the call at the provider' },
    { flags: '--disposition <name>', what: 'how it ended: answered, busy, no-answer ...' },
    { flags: '--outcome <name>', what: 'what the contact answered: confirmed, opt-out ...' },
    { flags: '--talk-seconds <number>', what: 'how long the call lasted' },
    { flags: '--id <id>', what: 'the id of the report (default: made from its content)' },
    { flags: '--file <file>', what: 'the whole report as JSON, instead of the other options' },
  ],
  examples: [
    {
      line: 'ringmaster publish --attempt att_01JD3V4Q8XW2M5T7Y9B1C3D5F7 --disposition answered --talk-seconds 42',
      what: 'the call ended after 42 seconds',
    },
    { line: 'ringmaster publish --file examples/call-result.json', what: 'a report with any evidence' },
  ],
  async run({ cli, output, options }) {
    const report = readReport(options);
    const config = readConfig({ environment: cli.environment });
    if (config.BUS !== 'nats') throw usageError('publish needs BUS=nats and NATS_URL.');
    const { openReporter } = await import('../../compose-backends.ts');
    const reporter = await openReporter({ config, random: cli.random, log: pino({ level: 'silent' }) });
    try {
      const body = new TextEncoder().encode(JSON.stringify(report));
      const { duplicate } = await reporter.reportResult({ id: report.id, body });
      output.document({ id: report.id, duplicate });
      output.result(duplicate ? `Duplicate: ${report.id} is already stored.` : `Stored: ${report.id}.`);
    } finally {
      await reporter.close();
    }
  },
};

function readReport(options: Options): ReportedResultInput {
  const file = options.text('file');
  const given = fields.filter((name) => options.text(name) !== undefined);
  if (file !== undefined && given.length > 0)
    throw usageError(`--file and --${given[0]} exclude each other.`);
  const report = file === undefined ? fromOptions(options) : fromFile(file);
  const read = reportedResultSchema.safeParse(report);
  if (read.success) return report as ReportedResultInput;
  const issues = read.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the report'}: ${message}`,
  );
  throw usageError(`This is no result: ${issues.join('; ')}.`, 'See docs/nats.md.');
}

function fromFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    throw usageError(`--file ${path} cannot be read as JSON: ${(error as Error).message}`);
  }
}

function fromOptions(options: Options): unknown {
  const [attempt, providerId] = [options.text('attempt'), options.text('provider-id')];
  if (attempt === undefined && providerId === undefined)
    throw usageError('publish needs --attempt, --provider-id or --file.');
  const [disposition, outcome] = [options.text('disposition'), options.text('outcome')];
  const talkSeconds = options.number('talk-seconds', { min: 0 });
  if (disposition === undefined && talkSeconds !== undefined)
    throw usageError('--talk-seconds needs --disposition.');
  const evidence = [
    ...(outcome === undefined ? [] : [{ kind: 'responded', outcome }]),
    ...(disposition === undefined
      ? []
      : [{ kind: 'ended', disposition, ...(talkSeconds !== undefined && { details: { talkSeconds } }) }]),
  ];
  const content = {
    ...(attempt !== undefined && { attempt }),
    ...(providerId !== undefined && { providerId }),
    evidence,
  };
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 20);
  return { id: options.text('id') ?? `cli-${digest}`, ...content };
}
