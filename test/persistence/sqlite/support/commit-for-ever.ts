import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../../../src/persistence/sqlite/sqlite-store.ts';
import { attemptOf, inFlight, newcomerOf, play } from '../../../contracts/store/fixtures.ts';

/**
 * A process that commits turns until it is killed: each enrolls three people and mints an attempt for each of the three
 * before. What was acknowledged is written out at once.
 */
const [path = ''] = process.argv.slice(2);
const store = await openSqliteStore({ path });
const played = await play(store, { name: `run-${process.pid}` });
writeSync(1, `${played.id}\n`);

for (let turn = 1; ; turn++) {
  const positions = [-2, -1, 0].map((offset) => 3 * turn + offset);
  const before = await store.readEnrollments({
    campaign: played.id,
    positions: positions.map((at) => at - 3),
  });
  const minted = before.map((person) =>
    attemptOf(played.id, process.pid * 1_000_000 + person.position, person),
  );
  await played.commit({
    patch: { turn: `turn-${turn}` },
    minted,
    enrollments: before.map((person, index) => inFlight(person, minted[index] ?? attemptOf('', 0, person))),
    chunk: {
      record: { ...importRecord(played.id), enrolled: 3 * turn },
      newcomers: positions.map((position) => newcomerOf(position)),
      rejections: [],
    },
    events: positions.map((position) => ({ position, data: { turn } })),
  });
  writeSync(1, `${turn}\n`);
}

function importRecord(campaign: string) {
  return {
    id: `imp_${process.pid}`,
    campaign,
    state: 'open' as const,
    format: 'csv' as const,
    columns: ['name', 'phone'],
    lastRow: 0,
    enrolled: 0,
    suppressed: 0,
    duplicates: 0,
    rejected: 0,
    optedOut: 0,
    addressesSuppressed: 0,
    openedAt: 0,
    form: null,
    closedAt: null,
    by: 'test',
    instance: null,
    digest: null,
  };
}
