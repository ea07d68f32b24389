import { parseArgs } from 'node:util';
import { playSeed } from './play.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
  },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const first = Number(values.seed ?? values.from);
const last = values.seed === undefined ? first + Number(values.seeds) - 1 : first;
const began = performance.now();
let failed = 0;
let calls = 0;
let events = 0;
let virtualMs = 0;
for (let seed = first; seed <= last; seed += 1) {
  const played = await playSeed(seed);
  calls += played.calls;
  events += played.events;
  virtualMs += played.virtualMs;
  if (process.env['VERBOSE'])
    say(
      `${seed} ${played.events} events ${(played.virtualMs / 3_600_000).toFixed(1)} h ${(performance.now() - began).toFixed(0)} ms`,
    );
  if (played.broken === null) continue;
  failed += 1;
  say(`seed ${seed} broke: ${played.broken}`);
  say(`  replay: npm run simulate -- --seed ${seed}`);
}
const seconds = (performance.now() - began) / 1000;
say(
  `${last - first + 1 - failed} passed, ${failed} failed: ${calls} attempts, ${events} events, ` +
    `${(virtualMs / 86_400_000).toFixed(1)} virtual days in ${seconds.toFixed(1)} s`,
);
process.exitCode = failed === 0 ? 0 : 1;
