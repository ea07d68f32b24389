import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Row, ScenarioInput } from './row.ts';

const child = fileURLToPath(new URL('../child.ts', import.meta.url));

/** Runs a scenario in a process of its own, so that memory and the event loop are its own; a failure becomes a row. */
export async function runScenario({
  name,
  input,
  flags = [],
}: {
  name: string;
  input: ScenarioInput;
  /** Of Node, such as the size of its heap. */
  flags?: readonly string[];
}): Promise<readonly Row[]> {
  const running = fork(child, [name, JSON.stringify(input)], {
    stdio: ['ignore', 2, 2, 'ipc'],
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
