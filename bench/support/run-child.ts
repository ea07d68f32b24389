import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Row, ScenarioInput } from './row.ts';

const thisCheckout = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a scenario in a process of its own, so that memory and the event loop are its own; a failure becomes a row. */
export async function runScenario({
  name,
  input,
  flags = [],
  checkout = thisCheckout,
}: {
  name: string;
  input: ScenarioInput;
  /** Of Node, such as the size of its heap. */
  flags?: readonly string[];
  /** The folder of the code that is measured, with its own bench/ and node_modules. */
  checkout?: string;
}): Promise<readonly Row[]> {
  const running = fork(join(checkout, 'bench/child.ts'), [name, JSON.stringify(input)], {
    stdio: ['ignore', 2, 2, 'ipc'],
    cwd: checkout,
    execArgv: [...process.execArgv, ...flags],
  });
  let rows: readonly Row[] = [];
  running.on('message', (message) => {
    rows = (message as { rows: readonly Row[] }).rows;
  });
  const [code] = (await once(running, 'exit')) as [number | null];
  if (code === 0 && rows.length > 0) return rows;
  return [{ what: name, figure: `FAILED (exit ${code})`, target: '', remarks: 'see the output above' }];
}
