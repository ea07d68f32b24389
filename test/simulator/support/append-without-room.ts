import { spawnSync } from 'node:child_process';
import { createFileJournal } from '../../../src/simulator/index.ts';

/** Runs with a limit on the size of files: fills a journal beyond it, removes the limit, and writes one more entry. */
const [path = ''] = process.argv.slice(2);
const journal = createFileJournal({ path });
const entry = (at: number) => ({ type: 'state', at, callUuid: 'x', state: 'ringing' }) as const;
for (let at = 0; at < 100; at += 1) journal.append(entry(at));
spawnSync('prlimit', ['--pid', String(process.pid), '--fsize=unlimited:unlimited']);
journal.append(entry(100));
journal.close();
