import { openTestStore } from '../open-test-store.ts';

/**
 * Opens the store, and kills itself as it sends the command with this number, or the one that stores the version of the
 * schema (`version`). Usage: URI DATABASE WHEN
 */
const [uri = '', database = '', when = ''] = process.argv.slice(2);
let sent = 0;

const store = await openTestStore({
  uri,
  database,
  onCommand(command) {
    sent += 1;
    const isLast = when === 'version' ? command['update'] === 'meta' : sent === Number(when);
    if (isLast) process.kill(process.pid, 'SIGKILL');
  },
});
await store.close();
process.stdout.write(String(sent));
