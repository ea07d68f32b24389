import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { ProgressView } from '../../src/cli/api/views.ts';
import { auditJournal, readFileJournal } from '../../src/simulator/index.ts';
import { runHere } from './support/fake-cli.ts';
import type { Ran } from './support/fake-cli.ts';
import { writeCampaign, writeList } from './support/lists.ts';
import { start, temporaryFolder } from './support/process.ts';

const people = 30;
/** A minute passes in a second, so calls are open long enough to be seen. */
const speed = '60';

describe('a campaign with a service and a carrier in separate processes', () => {
  test('is created, started, paused and resumed, survives a kill, and completes every contact', async () => {
    const folder = temporaryFolder();
    const journal = join(folder, 'carrier.ndjson');
    const list = writeList({ folder, people });
    const file = writeCampaign({ folder });
    const carrier = start(['simulator', '--port', '0', '--speed', speed, '--journal', journal], {
      cwd: folder,
    });
    const [, carrierUrl = ''] = await carrier.says(/SIMULATOR at (\S+),/);
    // The campaign calls at any hour.
    const environment = { DATA_DIR: join(folder, 'data'), CALLING_RULES: 'off' };
    const serve = (port: string) =>
      start(['serve'], {
        cwd: folder,
        environment: {
          ...environment,
          PORT: port,
          CARRIER_URL: carrierUrl,
          LOG_LEVEL: 'warn',
          UNKNOWN_HOLD_SECONDS: '60',
        },
      });
    const type = (line: string): Promise<Ran> => runHere(line, { environment });
    const expectOf = async (line: string, code: number, said: RegExp): Promise<void> => {
      const ran = await type(line);
      expect(ran.code === 0 ? ran.stdout : ran.stderr).toMatch(said);
      expect(ran.code).toBe(code);
    };
    const progress = async (): Promise<ProgressView> =>
      JSON.parse((await type('status try-out --json')).stdout) as ProgressView;
    const until = async (isIt: (view: ProgressView) => boolean): Promise<ProgressView> => {
      for (;;) {
        const view = await progress();
        if (isIt(view)) return view;
        await delay(50);
      }
    };

    const first = serve('0');
    const [, port = ''] = await first.says(
      / at http:\/\/127\.0\.0\.1:(\d+) .*carrier SIMULATOR, no real calls/,
    );

    await expectOf(`create ${file}`, 0, /try-out: created as a draft/);
    await expectOf(`create ${file}`, 4, /\[campaign.name-taken\]/);
    await expectOf('start try-out', 4, /\[campaign.empty\]/);
    await expectOf(`import try-out ${list}`, 0, /30 rows: 30 enrolled/);
    await expectOf('start try-out', 0, /try-out: started; next is row 2/);
    await until(({ inFlight }) => inFlight >= 5);

    await expectOf('pause try-out --reason lunch', 0, /try-out: paused/);
    await expectOf('pause try-out', 0, /already paused/);
    await expectOf('why try-out', 0, /paused \(lunch\)/);
    const { attempts } = await until(({ inFlight }) => inFlight === 0);
    expect((await progress()).attempts['started']).toBe(attempts['started']);
    await expectOf('resume try-out', 0, /try-out: resumed; (\d+ open calls? will finish, )?next is row/);

    await until(({ inFlight }) => inFlight >= 5);
    const calls = await type('calls --json');
    expect((JSON.parse(calls.stdout) as { items: unknown[] }).items.length).toBeGreaterThan(0);
    first.child.kill('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    await expectOf('start try-out', 5, /No service answers/);
    const second = serve(port);
    await second.says(/ at http/);
    const end = await until(({ state }) => state === 'completed');

    expect(end).toMatchObject({ total: people, remaining: 0, inFlight: 0, percent: 100 });
    await expectOf('pause try-out', 4, /Possible commands: archive/);
    await expectOf('why try-out +12125550115', 0, /attempt.ended/);
    await expectOf('events try-out --after 3', 0, /campaign.completed/);
    const out = join(folder, 'results.csv');
    await expectOf(`results try-out --out ${out}`, 0, /Results of 30 rows/);
    expect(readFileSync(out, 'utf8').split('\n')[0]).toBe(
      'first_name,phone,rm_state,rm_disposition,rm_attempts,rm_last_attempt_at,rm_reason',
    );

    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    carrier.child.kill('SIGTERM');
    expect(await carrier.ended).toBe(0);
    const audit = auditJournal({ entries: readFileJournal({ path: journal }) });
    expect(audit).toMatchObject({ doubles: [], overlaps: [], unfinished: 0 });
    expect(audit.maxConcurrent).toBeLessThanOrEqual(10);
    expect(audit.maxStartsPerSecond).toBeLessThanOrEqual(2);

    await expectOf('status try-out', 0, /^try-out {2}completed/);
  });
});
