import { readConfig } from '../../config.ts';
import { checkOut } from '../run/check-out.ts';
import { createClient } from '../api/client.ts';
import { confirmRealCalls } from '../run/confirm-real-calls.ts';
import { columnsOption, numberTypesOption } from '../list/contact-settings.ts';
import { dataFolder } from '../folder/data-folder.ts';
import { encodingOption } from '../list/contact-list.ts';
import { createRunScreen } from '../run/run-screen.ts';
import { refuseSecondService } from '../service/other-service.ts';
import { readPort, writePort } from '../folder/port-file.ts';
import { maxSpeed } from '../clock/process-clock.ts';
import { chooseRunClock } from '../clock/run-clock.ts';
import { runConfig } from '../run/run-config.ts';
import { machineZone } from '../text/times.ts';
import { stopInTime } from '../service/stop-in-time.ts';
import { sayReading } from '../text/say-reading.ts';
import type { Verb } from '../verb.ts';
import { factsLine } from './serve.ts';

/** Some suffixes of numbers simulate a fault of the whole account. In a run such numbers behave like others. */
const scenario = { suffixes: { '11': 'human', '12': 'human' } } as const;

export const run: Verb = {
  name: 'run',
  works: true,
  streams: true,
  takes: '<files...>',
  summary: 'Call every contact on a list, in this process',
  description:
    'Accepts a list (CSV, NDJSON, JSON), or a campaign file and a list. After a stop or a kill the same command resumes the run. A changed list is refused without --add.',
  options: [
    { flags: '-o, --out <file>', what: 'write the list with the result of each row to this file' },
    { flags: '--add', what: 'add the new contacts of a changed list' },
    { flags: '--again', what: 'run an ended campaign again, as name-2' },
    { flags: '--name <name>', what: 'a name that replaces that of the campaign file or list' },
    { flags: '--country <code>', what: 'the country of numbers without + (without a campaign file)' },
    encodingOption,
    columnsOption,
    numberTypesOption,
    { flags: '--speed <factor>', what: 'how fast the clock runs (simulator only; default 60)' },
    { flags: '--seed <number>', what: 'which contacts answer (simulator only; default 1)' },
    { flags: '--yes', what: 'make real calls without asking first' },
  ],
  examples: [
    {
      line: 'ringmaster run examples/leads.csv',
      what: 'any list; the simulator makes no real calls',
    },
    {
      line: 'ringmaster run examples/campaign.yaml examples/leads.csv --out results.csv',
      what: 'your own campaign',
    },
    {
      line: 'ringmaster run examples/campaign.yaml examples/leads.csv --again',
      what: 'every contact again',
    },
    {
      line: 'CARRIER=plivo … ringmaster run examples/campaign.yaml examples/leads.csv --yes',
      what: 'real calls',
    },
  ],
  async run({ cli, args, options, output }) {
    // Without LOG_LEVEL only warnings are logged, because the screen shows the progress.
    const config = readConfig({ environment: { LOG_LEVEL: 'warn', ...cli.environment } });
    const speed = options.number('speed', { min: 0.01, max: maxSpeed }) ?? null;
    const seed = options.number('seed', { whole: true }) ?? 1;
    const { readRunInput } = await import('../run/run-input.ts');
    const { sayWarnings } = await import('../list/template-warnings.ts');
    const { startInstance } = await import('../service/instance.ts');
    const { carryOut, settleWithoutEngine } = await import('../run/carry-out.ts');
    const { fromFolder } = await import('../folder/from-folder.ts');
    const input = await readRunInput({ files: args, options });
    const out = options.text('out');
    if (out !== undefined) checkOut({ path: out, inputs: args });
    sayReading({ output, country: input.country, mapping: input.mapping });
    sayWarnings({ output, warnings: input.warnings });
    for (const warning of input.warnings) output.line(warning);
    const { config: own, key } = runConfig({ config });
    const folder = dataFolder({ path: own.DATA_DIR });
    await refuseSecondService({ cli, config: own });
    const isSimulated = own.CARRIER === 'simulator';
    const settled = await fromFolder({ cli, folder }, (client) =>
      settleWithoutEngine({ cli, output, client, input, options, folder, isSimulated }),
    );
    if (settled !== null) return settled;
    await confirmRealCalls({ cli, config, input, output, isSure: options.flag('yes') });
    const clock = await chooseRunClock({ cli, config: own, speed });
    const instance = await startInstance({
      cli,
      config: own,
      business: clock.clock,
      speed: clock.speed,
      seed,
      scenario,
      formerPort: isSimulated ? readPort({ path: folder.run }) : null,
      logFile: folder.log,
    }).catch((error: unknown) => {
      clock.stop();
      throw error;
    });
    writePort({ path: folder.run, url: instance.url });
    const client = createClient({
      url: 'http://127.0.0.1',
      key,
      fetch: instance.service.fetch,
      unreachableHint: `See the log: ${folder.log}`,
    });
    output.say(`Ringmaster ${cli.version}   ${factsLine(own)}`);
    const screen = createRunScreen({ output, timeZone: machineZone() });
    try {
      return await carryOut({ cli, output, screen, client, input, clock, options, folder, isSimulated });
    } finally {
      screen.clear();
      await stopInTime({
        cli,
        async stop() {
          await instance.stop();
          clock.stop();
        },
      });
    }
  },
};
