import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openSqliteStore } from '../../src/persistence/sqlite/sqlite-store.ts';
import { copyFilled } from '../support/files.ts';
import { count, ms, quantile } from '../support/row.ts';
import type { Measure } from '../support/row.ts';
import { verifyCampaign } from '../support/verify.ts';

const victim = fileURLToPath(new URL('../victim.ts', import.meta.url));
const kills = 5;

async function hear(process: ChildProcess, word: string): Promise<void> {
  for (;;) {
    const [message] = (await once(process, 'message')) as [unknown];
    if (message === word) return;
  }
}

/** Kills the process at random moments in the middle of its work, starts it again, and has the end verified. */
export const measure: Measure = async ({ folder, rows }) => {
  const { path, campaign } = copyFilled({ folder, rows, name: 'kill' });
  const journal = join(folder, `kill-${rows}.journal`);
  const start = (): ChildProcess =>
    fork(victim, [path, journal, campaign], { stdio: ['ignore', 2, 2, 'ipc'] });
  const untilDialling: number[] = [];
  let running = start();
  let completed = hear(running, 'completed');
  await hear(running, 'dialling');
  let killed = 0;
  for (; killed < kills; killed += 1) {
    const isOver = await Promise.race([
      completed.then(() => true),
      wait(100 + Math.random() * 700).then(() => false),
    ]);
    if (isOver) break;
    running.kill('SIGKILL');
    const at = performance.now();
    await once(running, 'exit');
    running = start();
    completed = hear(running, 'completed');
    const dialled = await Promise.race([
      hear(running, 'dialling').then(() => true),
      completed.then(() => false),
    ]);
    if (dialled) untilDialling.push(performance.now() - at);
  }
  await completed;
  const gone = once(running, 'exit');
  running.send('stop');
  await gone;
  const store = await openSqliteStore({ path });
  const verdict = await verifyCampaign({ store, campaign });
  await store.close();
  const doubles = countDoubles(journal);
  if (doubles.people > 0 || doubles.touched !== verdict.contacts) {
    throw new Error(`${doubles.people} people were contacted twice, ${doubles.touched} at all`);
  }
  return [
    {
      what: `kill -9 to dialling again, ${count(rows)} contacts`,
      figure: `p50 ${ms(quantile(untilDialling, 0.5))}, most ${ms(Math.max(...untilDialling))}`,
      target: 'lease + 2 s',
      remarks: `${killed} kills at random moments, each time a new process on the same file (its lock proves the old one dead, so no lease is waited for; most of it is Node starting); verified: ${count(verdict.attempts)} attempts, everybody touched exactly once by the provider's own record`,
    },
  ];
};

function countDoubles(journal: string): { touched: number; people: number } {
  const perPerson = new Map<string, number>();
  for (const line of readFileSync(journal, 'utf8').trim().split('\n')) {
    const address = line.split(' ')[1] ?? '';
    perPerson.set(address, (perPerson.get(address) ?? 0) + 1);
  }
  return {
    touched: perPerson.size,
    people: [...perPerson.values()].filter((times) => times > 1).length,
  };
}
