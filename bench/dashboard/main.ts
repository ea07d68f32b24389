import { tmpdir } from 'node:os';
import { findServer, servers } from '../../scripts/servers/servers.ts';
import { runExample } from '../../scripts/pictures/run-example.ts';
import { describeMachine } from '../support/machine.ts';
import { toTable } from '../support/row.ts';
import type { Row } from '../support/row.ts';
import { measureInBrowser } from './browser.ts';
import { measurePages } from './pages.ts';

/**
 * `npm run bench:dashboard`: the first byte and the size of each page of a service with the example campaign, and, with
 * Chromium, how fast charts are painted and follow a change. docs/performance.md keeps the tables.
 */
const machine = describeMachine(tmpdir());
process.stderr.write(`${machine}\n`);
const { url, campaign, stop } = await runExample({ percent: 35, speed: 60 });
try {
  const program = findServer('chromium');
  const rows: Row[] = [...(await measurePages(url))];
  if (program === null) process.stderr.write(`Without chromium: ${servers.chromium.howToGet}.\n`);
  else rows.push(...(await measureInBrowser({ program, url, campaign })));
  process.stdout.write(`${machine}\n\n${toTable(rows)}\n`);
} finally {
  await stop();
}
