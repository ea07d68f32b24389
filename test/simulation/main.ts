import { parseArgs } from 'node:util';
import { huntAll } from './hunt.ts';
import type { Hunted } from './hunt.ts';
import { mutants } from './mutants.ts';
import { playSeed } from './play.ts';

const usage = `npm run simulate --                seeded simulation of whole campaigns under virtual time
  --seeds N [--from F]   plays N seeds (200), beginning with F (1)
  --seed S               plays one seed again, exactly as it was
  --until-broken         stops at the first seed that breaks a promise
  --mutants [--only TEXT]... [--minutes M] plants mistakes in copies of the source; each must be found, within M minutes (15)
  --carrier-faults [--pairs N] [--from F]  plays each fault of the carrier alone, and N pairs (300) drawn from seeds
  --crash-points [--stride N]    kills a small campaign at every Nth crossing to the outside (1); --at N [--again M]: only there
  --crash-points --people P [--sample N] [--seed S]  kills large ones at N crossings (40) drawn from the seed`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    'until-broken': { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [''] },
    minutes: { type: 'string', default: '15' },
    'carrier-faults': { type: 'boolean', default: false },
    pairs: { type: 'string', default: '300' },
    'crash-points': { type: 'boolean', default: false },
    stride: { type: 'string', default: '1' },
    at: { type: 'string' },
    again: { type: 'string' },
    people: { type: 'string' },
    sample: { type: 'string', default: '40' },
    help: { type: 'boolean', default: false },
  },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}\r`);
}

/** Plays the seeds; false if one broke a promise. */
async function simulate(): Promise<boolean> {
  const first = Number(values.seed ?? values.from);
  const last = values.seed === undefined ? first + Number(values.seeds) - 1 : first;
  const began = performance.now();
  const sum = { passed: 0, failed: 0, calls: 0, events: 0, virtualMs: 0 };
  for (let seed = first; seed <= last; seed += 1) {
    const played = await playSeed(seed);
    sum.calls += played.calls;
    sum.events += played.events;
    sum.virtualMs += played.virtualMs;
    if (played.broken === null) sum.passed += 1;
    else {
      sum.failed += 1;
      say(`seed ${seed} broke: ${played.broken}`);
      say(`  replay: npm run simulate -- --seed ${seed}`);
      if (values['until-broken']) break;
    }
  }
  const seconds = (performance.now() - began) / 1000;
  say(
    `${sum.passed} passed, ${sum.failed} failed: ${sum.calls} attempts, ${sum.events} events, ` +
      `${(sum.virtualMs / 86_400_000).toFixed(1)} virtual days in ${seconds.toFixed(1)} s`,
  );
  return sum.failed === 0;
}

function tell({ mutant, caughtBy, isNamed, seed, seconds }: Hunted): void {
  const where = seed === null ? (mutant.test ?? '') : `seed ${seed}`;
  const how = `${where}: ${isNamed ? '' : 'BUT NOT NAMED: '}${caughtBy?.slice(0, 110)}`;
  const what = caughtBy === null ? 'NOT CAUGHT' : how;
  say(`| ${mutant.name} | ${what} | ${seconds.toFixed(1)} s |`);
}

/** Hunts the planted mistakes; false if one was not caught. */
async function hunting(): Promise<boolean> {
  say('| mistake | caught by | after |');
  say('| --- | --- | --- |');
  const hunted = await huntAll({
    mutants: mutants.filter(({ name }) => values.only.some((text) => name.includes(text))),
    from: Number(values.from),
    seeds: Number(values.seeds),
    minutes: Number(values.minutes),
    atOnce: 2,
    onHunted: tell,
  });
  const missed = hunted.filter(({ isNamed }) => !isNamed);
  say(`${hunted.length - missed.length} of ${hunted.length} planted mistakes were caught`);
  return missed.length === 0;
}

/** Loaded when it is wanted: copies of the source with planted mistakes come without it. */
async function crashing(): Promise<boolean> {
  const { crashPoints } = await import('../crash/report.ts');
  const { at, again, people, seed } = values;
  const report = { say: (line: string) => (progress(''), say(line)), progress };
  return crashPoints({ report, ...values, at, again, people, seed });
}

/** Loaded when it is wanted, for the same reason. */
async function faulting(): Promise<boolean> {
  const { playCarrierFaults } = await import('./fault-report.ts');
  return playCarrierFaults({ pairs: Number(values.pairs), from: Number(values.from), say });
}

if (values.help) say(usage);
else if (values['carrier-faults']) process.exitCode = (await faulting()) ? 0 : 1;
else if (values['crash-points']) process.exitCode = (await crashing()) ? 0 : 1;
else process.exitCode = (await (values.mutants ? hunting() : simulate())) ? 0 : 1;
