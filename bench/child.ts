import type { Measure } from './support/row.ts';
import { toTable } from './support/row.ts';

/** Runs one scenario in this process: `node bench/child.ts <scenario> <json>`. Its rows go to the parent, or to the terminal. */
const [name = '', json = '{}'] = process.argv.slice(2);
// The clocks' timers do not keep a process alive.
const alive = setInterval(() => undefined, 1_000);
const { measure } = (await import(`./scenarios/${name}.ts`)) as { measure: Measure };
const rows = await measure(JSON.parse(json) as Parameters<Measure>[0]);
clearInterval(alive);
if (process.send) process.send({ rows }, () => process.disconnect());
else process.stdout.write(`${toTable(rows)}\n`);
