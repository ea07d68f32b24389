/**
 * `npm run chaos -- --minutes 5 --seed N`: runs campaigns on a cluster of real processes while processes, servers,
 * networks and clocks fail, and judges the run by the journal of the carrier and the store. Ends with 1 if a promise was
 * broken.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { planOf, runChaos } from '../test/chaos/run.ts';
import { faultLine } from '../test/chaos/plan/fault.ts';
import { findServer, servers } from './servers/servers.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    contacts: { type: 'string', default: '2000' },
    plan: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const seed = Number(values.seed);
const forMs = Number(values.minutes) * 60_000;
const [mongod, nats, faketime] = [findServer('mongod'), findServer('nats'), findServer('faketime')];
if (faketime === null) say(`NO CLOCK FAULTS: ${servers.faketime.howToGet}`);
if (values.plan) {
  for (const fault of planOf({ seed, forMs, faketime })) say(faultLine(fault));
} else if (mongod === null || nats === null) {
  for (const missing of [...(mongod ? [] : [servers.mongod]), ...(nats ? [] : [servers.nats])])
    process.stderr.write(`There is no ${missing.program} on this machine: ${missing.howToGet}.\n`);
  process.exitCode = 1;
} else {
  const folder = mkdtempSync(join(tmpdir(), 'ringmaster-chaos-'));
  say(`Chaos with seed ${seed} for ${values.minutes} minutes; logs in ${folder}`);
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => interrupt.abort(new Error(`Stopped by ${name}.`)));
  try {
    const bins = { mongod, nats, faketime };
    const report = await runChaos({
      seed,
      forMs,
      contacts: Number(values.contacts),
      bins,
      folder,
      say,
      signal: interrupt.signal,
    });
    say(JSON.stringify(report));
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    say(`BROKEN: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    say(`  replay the faults: npm run chaos -- --minutes ${values.minutes} --seed ${seed}`);
    process.exitCode = 1;
  }
  process.exit();
}
