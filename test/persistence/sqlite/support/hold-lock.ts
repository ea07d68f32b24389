import { openSqliteStore } from '../../../../src/persistence/sqlite/sqlite-store.ts';

/** A process that opens the store named on its command line, says so, and keeps it until it is killed. */
const [path = ''] = process.argv.slice(2);
const outcome = await openSqliteStore({ path }).then(
  () => 'open',
  (error: { code: string }) => error.code,
);
process.stdout.write(`${outcome}\n`);
if (outcome === 'open') process.stdin.resume();
