import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openSqliteStore } from '../../src/persistence/sqlite/sqlite-store.ts';
import { copyFilled } from '../support/files.ts';
import { median } from '../support/ratios.ts';
import { count, ms } from '../support/row.ts';
import type { Measure } from '../support/row.ts';
import { verifyCampaign } from '../support/verify.ts';
import type { VictimNews } from '../victim.ts';

const victim = fileURLToPath(new URL('../victim.ts', import.meta.url));
const kills = 5;
/** A process makes this share of all touches before it is killed, so that the list outlasts all kills. */
const share = { least: 0.02, most: 0.08 };
/** The kill comes at a random moment after that, in whatever the process is doing then. */
const delayMs = 20;

type Life = {
  process: ChildProcess;
  untilTouches: (wanted: number) => Promise<void>;
  completed: Promise<void>;
};

function startLife(args: readonly string[]): Life {
  const running = fork(victim, args, { stdio: ['ignore', 2, 2, 'ipc'] });
  const completed = Promise.withResolvers<void>();
  const waiting: { wanted: number; resolve: () => void }[] = [];
  let touches = 0;
  running.on('message', (news: VictimNews) => {
    if (news === 'completed') completed.resolve();
    if (typeof news === 'object') touches = news.touches;
    for (const { wanted, resolve } of waiting) if (touches >= wanted) resolve();
  });
  return {
    process: running,
    completed: completed.promise,
    untilTouches(wanted) {
      const reached = Promise.withResolvers<void>();
      waiting.push({ wanted, resolve: reached.resolve });
      return reached.promise;
    },
  };
}

/** Kills the process in the middle of its work, five times, starts it again each time, and verifies the end. */
export const measure: Measure = async ({ folder, rows }) => {
  const { path, campaign } = copyFilled({ folder, rows, name: 'kill' });
  const journal = join(folder, `kill-${rows}.journal`);
  const untilDialling: number[] = [];
  let life = startLife([path, journal, campaign]);
  for (let number = 1; number <= kills; number += 1) {
    const wanted = Math.ceil(rows * (share.least + Math.random() * (share.most - share.least)));
    const isOver = await Promise.race([
      life.untilTouches(wanted).then(() => false),
      life.completed.then(() => true),
    ]);
    if (isOver) throw new Error(`the campaign was completed before kill ${number} of ${kills}`);
    await wait(Math.random() * delayMs);
    const gone = once(life.process, 'exit');
    life.process.kill('SIGKILL');
    const killedAt = performance.now();
    await gone;
    life = startLife([path, journal, campaign]);
    await life.untilTouches(1);
    untilDialling.push(performance.now() - killedAt);
  }
  await life.completed;
  const gone = once(life.process, 'exit');
  life.process.send('stop');
  await gone;
  const store = await openSqliteStore({ path });
  const verdict = await verifyCampaign({ store, campaign });
  await store.close();
  const { touched, twice } = countTouches(journal);
  if (twice > 0 || touched !== verdict.contacts) {
    throw new Error(`${touched} of ${verdict.contacts} contacts were contacted, ${twice} of them twice`);
  }
  const [least, most] = [Math.min(...untilDialling), Math.max(...untilDialling)];
  return [
    {
      what: `kill -9 to dialling again, ${count(rows)} contacts`,
      figure: `p50 ${ms(median(untilDialling))}, ${ms(least)} to ${ms(most)}`,
      target: 'lease + 2 s',
      remarks: `${untilDialling.length} kills in the middle of the work (${untilDialling.map(ms).join(', ')}), each time a new process on the same file (its lock proves the old one dead, so no lease is waited for); verified: ${count(verdict.attempts)} attempts, every contact touched exactly once by the provider's own record`,
    },
  ];
};

function countTouches(journal: string): { touched: number; twice: number } {
  const perAddress = new Map<string, number>();
  for (const line of readFileSync(journal, 'utf8').trim().split('\n')) {
    const address = line.split(' ')[1] ?? '';
    perAddress.set(address, (perAddress.get(address) ?? 0) + 1);
  }
  return { touched: perAddress.size, twice: [...perAddress.values()].filter((times) => times > 1).length };
}
