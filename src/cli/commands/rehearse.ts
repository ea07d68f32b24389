import { createReadStream } from 'node:fs';
import { pino } from 'pino';
import { readConfig } from '../../config.ts';
import { readContacts } from '../../contacts/import-reader.ts';
import { rehearsalView } from '../../rehearsal/rehearsal-view.ts';
import { rehearse as runRehearsal } from '../../rehearsal/rehearse.ts';
import { usageError } from '../errors.ts';
import { rehearsalLines } from '../rehearsal-lines.ts';
import { formatOf } from '../contact-list.ts';
import { sharedLimits } from '../shared-limits.ts';
import { readRunInput } from '../run-input.ts';
import type { Verb } from '../verb.ts';

function readStart(text: string | undefined, now: number): number {
  if (text === undefined) return now;
  const at = Date.parse(text);
  if (Number.isFinite(at)) return at;
  throw usageError(`--at ${text} is not a point in time.`, 'Write it like 2027-03-01T08:55:00-05:00.');
}

export const rehearse: Verb = {
  name: 'rehearse',
  takes: '<files...>',
  summary: 'Show what would happen: the real engine under virtual time, nobody is contacted',
  description:
    'Runs the whole campaign several times with different luck: calls per day, a grid by hour and zone, who is skipped and why, and the end with its range.',
  options: [
    { flags: '--at <instant>', what: 'when it would be started (default: now)' },
    { flags: '--runs <number>', what: 'how many times it is run (default 5)' },
    { flags: '--seed <number>', what: 'the luck of the first run (default 1)' },
    { flags: '--country <code>', what: 'the country of numbers without + (without a campaign file)' },
    { flags: '--columns <pairs>', what: 'which column is which: phone=phone2 (without a campaign file)' },
  ],
  examples: [
    { line: 'ringmaster rehearse examples/campaign.yaml examples/leads.csv', what: 'if it were started now' },
    {
      line: 'ringmaster rehearse examples/campaign.yaml examples/leads.csv --at 2027-03-01T13:55:00Z',
      what: 'on another day',
    },
  ],
  async run({ cli, args, options, output }) {
    const config = readConfig({ environment: cli.environment });
    const startAt = readStart(options.text('at'), cli.system.now());
    const runs = options.number('runs', { min: 1, whole: true });
    const seed = options.number('seed', { whole: true });
    const { campaign, list } = await readRunInput({ files: args, options });
    const { definition } = campaign;
    output.say(`Rehearsing ${definition.name}: nobody is contacted.`);
    const result = await runRehearsal({
      definition,
      list: () => readContacts({ source: createReadStream(list.path), format: formatOf(list), definition }),
      startAt,
      shared: sharedLimits(config),
      log: pino({ level: 'silent' }),
      ...(runs !== undefined && { runs }),
      ...(seed !== undefined && { seed }),
    });
    output.document(rehearsalView(result));
    for (const line of rehearsalLines({ result, startAt })) output.say(line);
  },
};
