import { join } from 'node:path';
import { lasting } from '../../src/domain/do-not-contact/suppression.ts';
import { openSqliteStore } from '../../src/persistence/sqlite/sqlite-store.ts';
import { count, ms, quantile } from '../support/row.ts';
import type { Measure } from '../support/row.ts';

const perCommit = 5_000;
const checks = 20_000;
const addressOf = (n: number): string => `+1${2_000_000_000 + n * 7}`;

/** The check of a contact with two addresses against do-not-contact lists with `rows` entries; half of the numbers have one. */
export const measure: Measure = async ({ folder, rows }) => {
  const path = join(folder, `suppressions-${rows}.db`);
  let store = await openSqliteStore({ path });
  const begun = performance.now();
  for (let first = 0; first < rows; first += perCommit) {
    const length = Math.min(perCommit, rows - first);
    const entry = { reason: 'listed', source: 'import', by: 'bench', at: 1 } as const;
    await store.putSuppressions(
      Array.from({ length }, (_, index) =>
        lasting({ client: index % 2 ? 'bench' : '*', address: addressOf(first + index), ...entry }),
      ),
    );
  }
  const filled = performance.now() - begun;
  await store.close();
  // Opened again, so that no page is in the cache of the connection.
  store = await openSqliteStore({ path });
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let check = 0; check < checks; check += 1) {
    const n = Math.floor(Math.random() * rows * 2);
    const start = performance.now();
    await store.lookUpNewcomers({
      campaign: 'cmp_bench',
      client: 'bench',
      identities: [],
      keys: [addressOf(n), `person${n}@example.com`],
      at: 5,
    });
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  await store.close();
  const remarks = `median of ${count(checks)} contacts with two addresses; p99 ${quantile(times, 0.99).toFixed(3)} ms; CPU ${((user + system) / checks).toFixed(0)} µs each`;
  return [
    {
      what: `check against ${count(rows)} suppressions`,
      figure: `${quantile(times, 0.5).toFixed(3)} ms`,
      target: '1 ms',
      remarks,
    },
    {
      what: `${count(rows)} suppressions added`,
      figure: ms(filled),
      target: '',
      remarks: `${count(perCommit)} per commit; ${count((rows * 1000) / filled)} per second`,
    },
  ];
};
