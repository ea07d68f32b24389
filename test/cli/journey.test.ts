import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ProgressView } from '../../src/cli/views.ts';
import { auditJournal, readFileJournal } from '../../src/simulator/index.ts';
import { runHere } from './support/fake-cli.ts';
import type { Ran } from './support/fake-cli.ts';
import { writeCampaign, writeList } from './support/lists.ts';
import { start, temporaryFolder } from './support/process.ts';

const people = 40;
/** A minute passes in a second and a half: long enough on the phone to be met there. */
const speed = '40';

describe('a campaign with a service and a carrier, each a process of its own', () => {
  it('is made, started, paused and resumed, survives a kill, and is done to the last person', async () => {
    const folder = temporaryFolder();
    const journal = join(folder, 'carrier.ndjson');
    const list = writeList({ folder, people });
    const file = writeCampaign({ folder });
    const carrier = start(['simulator', '--port', '0', '--speed', speed, '--journal', journal], { cwd: folder });
    const [, carrierUrl = ''] = await carrier.says(/SIMULATOR at (\S+),/);
    const environment = { DATA_DIR: join(folder, 'data') };
    const serve = (port: string) =>
      start(['serve'], {
        cwd: folder,
        environment: { ...environment, PORT: port, CARRIER_URL: carrierUrl, LOG_LEVEL: 'warn' },
      });
    const type = (line: string): Promise<Ran> => runHere(line, { environment });
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
    const [, port = ''] = await first.says(/ at http:\/\/127\.0\.0\.1:(\d+) .*carrier SIMULATOR, nobody is really/);

    expect(await type(`create ${file}`)).toMatchObject({ code: 0, stderr: /try-out: created as a draft/ });
    expect(await type(`create ${file}`)).toMatchObject({ code: 4, stderr: /\[campaign.name-taken\]/ });
    expect(await type('start try-out')).toMatchObject({ code: 4, stderr: /\[campaign.empty\]/ });
    expect(await type(`import try-out ${list}`)).toMatchObject({ code: 0, stderr: /40 rows: 40 enrolled/ });
    expect(await type('start try-out')).toMatchObject({ code: 0, stderr: /try-out: started; next is row 1/ });
    await until(({ inFlight }) => inFlight >= 5);

    expect(await type('pause try-out --reason lunch')).toMatchObject({ code: 0, stderr: /try-out: paused/ });
    expect(await type('pause try-out')).toMatchObject({ code: 0, stderr: /already paused/ });
    expect(await type('why try-out')).toMatchObject({ code: 0, stderr: /paused \(lunch\)/ });
    const { attempts } = await until(({ inFlight }) => inFlight === 0);
    expect((await progress()).attempts['started']).toBe(attempts['started']);
    expect(await type('resume try-out')).toMatchObject({ code: 0, stderr: /try-out: resumed; next is row/ });

    await until(({ inFlight }) => inFlight >= 5);
    const calls = await type('calls --json');
    expect((JSON.parse(calls.stdout) as { items: unknown[] }).items.length).toBeGreaterThan(0);
    first.child.kill('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    const away = await type('start try-out');
    expect(away).toMatchObject({ code: 5, stderr: /No service answers/ });
    const second = serve(port);
    await second.says(/ at http/);
    const end = await until(({ state }) => state === 'completed');

    expect(end).toMatchObject({ total: people, remaining: 0, inFlight: 0, percent: 100 });
    expect(await type('pause try-out')).toMatchObject({ code: 4, stderr: /It takes: archive/ });
    expect(await type('why try-out +12125550115')).toMatchObject({ code: 0, stderr: /attempt.ended/ });
    expect(await type('events try-out --after 3')).toMatchObject({ code: 0, stderr: /campaign.completed/ });
    const out = join(folder, 'results.csv');
    expect(await type(`results try-out --out ${out}`)).toMatchObject({ code: 0, stderr: /Results of 40 rows/ });
    expect(readFileSync(out, 'utf8').split('\n')[0]).toBe(
      'first_name,phone,rm_state,rm_disposition,rm_attempts,rm_last_attempt_at,rm_reason',
    );

    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    carrier.child.kill('SIGTERM');
    expect(await carrier.ended).toBe(0);
    const audit = auditJournal({ entries: readFileJournal({ path: journal }) });
    expect(audit).toMatchObject({ doubles: [], overlaps: [], unfinished: 0 });
    expect(audit.mostConcurrent).toBeLessThanOrEqual(10);
    expect(audit.mostStartsPerSecond).toBeLessThanOrEqual(2);

    const offline = await type('status try-out');
    expect(offline).toMatchObject({ code: 0, stderr: /No service runs; this is what .*data holds/ });
    expect(offline.stderr).toMatch(/try-out {2}completed/);
  });
});

