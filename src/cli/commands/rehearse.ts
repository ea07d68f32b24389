import { createReadStream } from 'node:fs';
import { readConfig } from '../../config.ts';
import { interrupted } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { readInstant } from '../clock/instant-option.ts';
import { fullPlays } from '../../rehearsal/expectations.ts';
import { columnsOption, numberTypesOption } from '../list/contact-settings.ts';
import { dataFolder } from '../folder/data-folder.ts';
import { encodingOption } from '../list/contact-list.ts';
import { createProgressBar } from '../terminal/progress-bar.ts';
import { writeRehearsal } from '../folder/rehearsal-file.ts';
import { rehearsalLines } from '../text/rehearsal-lines.ts';
import { callingRulesFor } from '../../compose-engine.ts';
import { sharedLimits } from '../service/installation-limits.ts';
import { machineZone } from '../text/times.ts';
import { untilInterrupted } from '../service/until-interrupted.ts';
import { sayReading } from '../text/say-reading.ts';
import type { Verb } from '../verb.ts';

/** The maximum number of plays. The ranges do not change any more long before it. */
const maxRuns = 1_000;

export const rehearse: Verb = {
  name: 'rehearse',
  takes: '<files...>',
  summary: 'Predict a run: the real engine under virtual time, no calls',
  description:
    'Shows contacts by end, calls by result, calls per day and hour, and the end, each with its range, and the rows that would be skipped with their reason. Accepts the same files as run. A later run shows the comparison.',
  options: [
    { flags: '--at <time>', what: 'the start of the run, as RFC 3339 (default: now)' },
    {
      flags: '--runs <count>',
      what: `number of plays, each with different random numbers (default ${fullPlays})`,
    },
    { flags: '--seed <number>', what: 'seed of the random numbers (default 1)' },
    { flags: '--name <name>', what: 'a name that replaces that of the campaign file or list' },
    { flags: '--country <code>', what: 'the country of numbers without + (without a campaign file)' },
    encodingOption,
    columnsOption,
    numberTypesOption,
  ],
  examples: [
    { line: 'ringmaster rehearse examples/campaign.yaml examples/leads.csv', what: 'a start now' },
    {
      line: 'ringmaster rehearse examples/campaign.yaml examples/leads.csv --at 2027-03-01T09:00:00-05:00',
      what: 'a start at that time',
    },
  ],
  async run({ cli, args, options, output }) {
    const config = readConfig({ environment: cli.environment });
    const runs = options.number('runs', { min: 1, max: maxRuns, whole: true }) ?? fullPlays;
    const seed = options.number('seed', { whole: true }) ?? 1;
    const startAt = readInstant({ options, name: 'at' }) ?? cli.system.now();
    const [
      { readRunInput },
      { sayWarnings },
      { rehearse: runRehearsal },
      { rehearsalView },
      { readContacts },
      { pino },
    ] = await Promise.all([
      import('../run/run-input.ts'),
      import('../list/template-warnings.ts'),
      import('../../rehearsal/rehearse.ts'),
      import('../../rehearsal/rehearsal-view.ts'),
      import('../../contacts/import-reader.ts'),
      import('pino'),
    ]);
    const { campaign, list, country, mapping, warnings } = await readRunInput({ files: args, options });
    const { definition } = campaign;
    output.say(`Rehearsing ${definition.name} with ${list.path}: no contact is called.`);
    sayReading({ output, country, mapping });
    sayWarnings({ output, warnings });
    const progress = createProgressBar({ output, label: `${definition.name} `, total: 1 });
    const work = runRehearsal({
      definition,
      list: () =>
        readContacts({
          source: createReadStream(list.path),
          format: list.format,
          encoding: list.encoding,
          definition,
        }),
      startAt,
      shared: sharedLimits(config),
      calling: callingRulesFor(config.CALLING_RULES),
      log: pino({ level: 'silent' }),
      runs,
      seed,
      // Ends the plays too: `untilInterrupted` only stops waiting for them.
      signal: cli.interrupt,
      onProgress: ({ rows, played }) => progress.at(played, played === 0 ? `${rows} rows read` : ''),
    });
    const reason = interrupted('Stopped the rehearsal.', 'No contact was called, and nothing was changed.');
    const rehearsal = await untilInterrupted({ interrupt: cli.interrupt, work, reason }).finally(
      progress.end,
    );
    const view = { ...rehearsalView(rehearsal), startAt: new Date(startAt).toISOString() };
    writeRehearsal({ path: dataFolder({ path: config.DATA_DIR }).rehearsal(definition.name), view });
    output.document({ ...view, country, mapping, warnings });
    const tries = definition.retry.maxAttempts;
    const width = output.width();
    for (const line of rehearsalLines({ view, startAt, tries, timeZone: machineZone(), width })) {
      output.result(line);
    }
    return Object.keys(view.contacts).length === 0 ? exitCodes.refused : exitCodes.done;
  },
};
