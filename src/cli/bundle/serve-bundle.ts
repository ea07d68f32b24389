import { resolve } from 'node:path';
import { loadBundle } from '../../bundle/index.ts';
import { channelRegistry } from '../../channels/registry.ts';
import { compose } from '../../compose.ts';
import { readConfig } from '../../config.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import type { ExitCode } from '../exit-codes.ts';
import { usageError } from '../errors.ts';
import { listen } from '../listener/listener.ts';
import { simulatorAccount } from '../service/simulator-account.ts';
import { stopInTime } from '../service/stop-in-time.ts';
import { openUnserved } from '../service/unserved-store.ts';
import { untilStopped } from '../service/until-stopped.ts';
import { counted, dateTime } from '../text/times.ts';
import type { VerbInput } from '../verb.ts';
import { readBundleFile } from './read-bundle-file.ts';

const loopback = '127.0.0.1';
const closeGraceMs = 1_000;
const nowhere = 'http://bundle.invalid';

/** Shows the campaign of a bundle until the process is stopped. Nothing is written, sent or set to work. */
export async function serveBundle(
  { cli, output, options }: Pick<VerbInput, 'cli' | 'output' | 'options'>,
  path: string,
): Promise<ExitCode> {
  for (const name of ['speed', 'at', 'seed'])
    if (options.text(name) !== undefined)
      throw usageError(
        `--${name} has no effect on a bundle.`,
        'The time of a bundle is that at which it was made.',
      );
  const { PORT } = readConfig({ environment: cli.environment });
  const parts = await openUnserved({
    cli,
    config: { STORE: 'sqlite', BUS: 'memory' },
    path: ':memory:',
    instance: 'bundle',
  });
  const { store } = parts;
  try {
    output.say(`Reading ${path} …`);
    const { campaign, asOf } = await loadBundle({
      store,
      lines: readBundleFile({ at: resolve(cli.cwd, path), path }),
      channels: channelRegistry.channels,
    });
    const listener = await listen({ host: loopback, port: PORT });
    const business: Clock = { now: () => asOf, at: () => () => undefined };
    const service = compose({
      ...parts,
      readOnly: readOnlyError(),
      clocks: { business, system: cli.system, store: business },
      publicUrl: listener.url,
      carrier: { ...simulatorAccount, baseUrl: nowhere, requestsPer5s: 1 },
      carrierName: 'simulator',
      send: async () => ({ kind: 'unsent', detail: 'a bundle has no carrier' }),
      shared: {
        account: { concurrent: null, perSecond: null },
        global: { concurrent: null, perSecond: null },
        caller: { concurrent: null, perSecond: null },
      },
      apiKeys: [],
    });
    listener.answerWith(service.fetch);
    const { name, counters, seq } = campaign;
    output.document({
      url: `${listener.url}/campaigns/${name}`,
      campaign: name,
      contacts: counters.total,
      events: seq,
    });
    output.say(`${listener.url}/campaigns/${name}`);
    output.say(
      `${name}: ${counted(counters.total, 'contact')}, ${counted(seq, 'event')}, as of ${dateTime(asOf)} UTC. Read-only; Ctrl-C ends it.`,
    );
    await untilStopped({ cli, alsoWhenGone: null });
    return await stopInTime({ cli, stop: () => listener.close({ graceMs: closeGraceMs }) });
  } finally {
    await store.close();
  }
}

function readOnlyError(): RingmasterError {
  return new RingmasterError({
    code: 'bundle.read-only',
    family: 'refused',
    message: 'This is a bundle of a campaign: it can be looked at, and nothing can be ordered.',
    hint: 'Give the order to the service that runs the campaign.',
  });
}
