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
/** Reads a number of at least `least`; ends the program with one line for anything else. */
function numberOf(name: 'minutes' | 'seed' | 'contacts', least: number): number {
  const value = Number(values[name]);
  if (Number.isFinite(value) && value >= least) return value;
  process.stderr.write(`--${name} must be a number of at least ${least}, not "${values[name]}".\n`);
  process.exit(1);
}

const seed = numberOf('seed', 0);
const forMs = numberOf('minutes', 0.1) * 60_000;
const contacts = numberOf('contacts', 10);
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
      contacts,
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
