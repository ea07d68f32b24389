import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readClockStart } from '../../../src/cli/clock/clock-start.ts';
import { readClockFile } from '../../../src/cli/clock/clock-file.ts';
import { dataFolder } from '../../../src/cli/folder/data-folder.ts';
import { refuseSimulatedFolder } from '../../../src/cli/clock/service-clock.ts';
import { readLastInstant } from '../../../src/simulator/index.ts';
import { start, temporaryFolder } from '../support/process.ts';

const now = Date.UTC(2027, 2, 1);
const line = (at: number): string => `${JSON.stringify({ type: 'reply', at })}\n`;

function filesOf(contents: { clock?: string; journal?: string }) {
  const folder = temporaryFolder();
  const files = { clock: join(folder, 'clock.json'), journal: join(folder, 'carrier.ndjson') };
  for (const [name, text] of Object.entries(contents)) writeFileSync(files[name as 'clock'], text);
  return files;
}

test.each<[string, { clock?: string; journal?: string }, number | null]>([
  ['is the real clock without any file', {}, null],
  ['is the real clock beside a journal of the past', { journal: line(now - 1) }, null],
  ['is where the file says', { clock: `{"businessAt":${now - 5}}` }, now - 5],
  ['is not before the journal', { clock: `{"businessAt":${now}}`, journal: line(now + 9) }, now + 9],
  ['is where the journal ends when the file is gone', { journal: line(now + 7) + line(now + 8) }, now + 8],
  [
    'is where the journal ends when the file is damaged',
    { clock: '{"busi', journal: line(now + 8) },
    now + 8,
  ],
  ['heeds whole lines of a journal that is cut off', { journal: `${line(now + 8)}{"at":99` }, now + 8],
])('a clock that continues %s', async (_what, contents, expected) => {
  expect(await readClockStart({ ...filesOf(contents), now })).toBe(expected);
});

test('reads the end of a long journal', () => {
  const { journal } = filesOf({ journal: line(now).repeat(40_000) + line(now + 3) });
  expect(readLastInstant({ path: journal })).toBe(now + 3);
});

test('real calls are refused in a folder whose clock file is damaged', () => {
  const folder = temporaryFolder();
  writeFileSync(dataFolder({ path: folder }).clock, '');
  expect(() => refuseSimulatedFolder({ DATA_DIR: folder })).toThrow(/contains campaigns of the simulator/);
});

type Stretch = { businessAt: number; systemAt: number; speed: number };

async function clockOf(url: string): Promise<number> {
  const response = await fetch(`${url}/control/clock`);
  const { businessAt, systemAt, speed } = (await response.json()) as Stretch;
  return businessAt + (Date.now() - systemAt) * speed;
}

async function placeCall(url: string): Promise<number> {
  const response = await fetch(`${url}/v1/Account/MASIMULATED/Call/`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa('MASIMULATED:secret')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ from: '12025550100', to: '12025550101', answer_url: 'http://127.0.0.1:9/a' }),
  });
  return response.status;
}

test.each(['with', 'without'])(
  'a fast simulator that is killed continues %s its clock file where its journal ends, or later',
  async (file) => {
    const folder = temporaryFolder();
    const journal = join(folder, 'carrier.ndjson');
    const args = ['simulator', '--port', '0', '--speed', '5000', '--journal', journal];
    const options = [...args, '--account', 'MASIMULATED:secret'];
    const first = start(options, { cwd: folder });
    const [, url = ''] = await first.says(/SIMULATOR at (\S+),/);
    expect(await placeCall(url)).toBe(201);
    await expect.poll(() => readFileSync(journal, 'utf8'), { timeout: 10_000 }).toContain('"ended"');
    const reached = await clockOf(url);
    first.child.kill('SIGKILL');
    await first.ended;
    const last = readLastInstant({ path: journal }) ?? 0;
    expect(last).toBeGreaterThan(Date.now() + 10_000);
    if (file === 'with') expect(readClockFile({ path: `${journal}.clock` })).toBeGreaterThanOrEqual(reached);
    else rmSync(`${journal}.clock`);
    const second = start(options, { cwd: folder });
    const [, again = ''] = await second.says(/SIMULATOR at (\S+),/);
    expect(await clockOf(again)).toBeGreaterThanOrEqual(file === 'with' ? reached : last);
  },
);

test('a service whose simulator is not reachable does not start behind the clock of its folder', async () => {
  const folder = temporaryFolder();
  const reached = Date.now() + 86_400_000;
  writeFileSync(dataFolder({ path: folder }).clock, JSON.stringify({ businessAt: reached }));
  const service = start(['serve'], {
    cwd: folder,
    environment: { DATA_DIR: folder, PORT: '0', CARRIER_URL: 'http://127.0.0.1:9' },
  });
  await service.says(/ at http:\/\/127\.0\.0\.1:(\d+) /);
  service.child.kill('SIGTERM');
  await service.ended;
  expect(readClockFile({ path: dataFolder({ path: folder }).clock })).toBeGreaterThanOrEqual(reached);
});
