import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findServer, servers } from '../../scripts/servers/servers.ts';
import { runExample } from '../../scripts/pictures/run-example.ts';
import { describeMachine } from '../support/machine.ts';
import { toTable } from '../support/row.ts';
import type { Row } from '../support/row.ts';
import { runScenario } from '../support/run-child.ts';
import { measureInBrowser } from './browser.ts';
import { measurePages } from './pages.ts';

/**
 * `npm run bench:dashboard`: the first byte and the size of each page of a service with the example campaign; with
 * Chromium, how fast charts are painted and follow a change; 1,000 viewers of a campaign with 1,000 events a second; and
 * the contacts of a campaign with a million. docs/performance.md keeps the tables.
 *
 *   --only a,b       only these of pages, viewers, contacts
 *   --rows 1000000   the contacts of the last part
 */
const { values } = parseArgs({
  options: { only: { type: 'string' }, rows: { type: 'string', default: '1000000' } },
});
const only = values.only?.split(',') ?? ['pages', 'viewers', 'contacts'];
const viewedContacts = 60_000;

/** The pages of the example campaign. */
async function measureExample(): Promise<Row[]> {
  const { url, campaign, stop } = await runExample({ percent: 35, speed: 60 });
  try {
    const program = findServer('chromium');
    const rows: Row[] = [...(await measurePages(url))];
    if (program === null) process.stderr.write(`Without chromium: ${servers.chromium.howToGet}.\n`);
    else rows.push(...(await measureInBrowser({ program, url, campaign })));
    return rows;
  } finally {
    await stop();
  }
}

const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'ringmaster-bench-'));
const machine = describeMachine(folder);
process.stderr.write(`${machine}\n`);
try {
  const rows: Row[] = only.includes('pages') ? await measureExample() : [];
  if (only.includes('viewers')) {
    rows.push(...(await runScenario({ name: 'viewers', input: { folder, rows: viewedContacts } })));
  }
  if (only.includes('contacts')) {
    const input = { folder, rows: Number(values.rows) };
    rows.push(...(await runScenario({ name: 'import', input })));
    rows.push(...(await runScenario({ name: 'contact-pages', input })));
  }
  process.stdout.write(`${machine}\n\n${toTable(rows)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
