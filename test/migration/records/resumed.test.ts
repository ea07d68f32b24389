import { expect, test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { startService } from '../../support/service/start-service.ts';
import { runHere } from '../../cli/support/fake-cli.ts';
import { writeCampaign } from '../../cli/support/lists.ts';
import { temporaryFolder } from '../../cli/support/process.ts';

const phone = (number: number): string => `+121255501${String(number).padStart(2, '0')}`;

/** Writes the export of a campaign with five numbers, of which it processed the first two. */
function writeExport(folder: string): string {
  const path = join(folder, 'plivoCampaign.json');
  const record = {
    _id: { $oid: '5f0e9c2b8a1d4c00123456a1' },
    title: 'Spring Check-up',
    numbers: [14, 14, 15, 16, 17, 18].map(phone),
    status: 'ACTIVE',
    index: { $numberInt: '2' },
  };
  writeFileSync(path, `${JSON.stringify(record)}\n{"title":"Cut off"`);
  return path;
}

test('an export is imported from the command line, and the campaign continues after the numbers that were called', async () => {
  const folder = temporaryFolder();
  const environment = { DATA_DIR: join(folder, 'data') };
  const records = writeExport(folder);
  const campaign = writeCampaign({ folder, says: 'Hello.' });
  const command = `migrate --records ${records} --campaign ${campaign} --map name=title,running=active`;

  const trial = await runHere(`${command} --dry-run`, { environment });
  expect(trial.code).toBe(4);
  expect(trial.stdout).toBe(
    `spring-check-up (default): paused, 1 imported, 1 review, 3 pending; 1 duplicate
record 2: refused: it is not valid JSON. [records.malformed]
`,
  );
  expect(trial.stderr).toContain(
    '2 records: 1 would be imported, 0 imported before, 1 refused.\nNothing was',
  );

  const { stdout } = await runHere(command, { environment });
  expect(stdout).toBe(trial.stdout);
  const again = await runHere(`${command} --json`, { environment });
  expect(JSON.parse(again.stdout)).toMatchObject({
    dryRun: false,
    records: [
      { place: 1, outcome: 'unchanged', campaign: { name: 'spring-check-up', state: 'paused' } },
      { place: 2, outcome: 'refused', code: 'records.malformed' },
    ],
  });

  const store = await openSqliteStore({ path: join(environment.DATA_DIR, 'ringmaster.db') });
  const service = await startService({ store });
  const read = async () => (await service.send('GET', '/v1/campaigns/spring-check-up')).body;
  await service.pass(60_000);
  expect(await read()).toMatchObject({ state: 'paused', pause: { cause: 'imported' } });
  const { body: attention } = await service.send('GET', '/v1/attention');
  expect(JSON.stringify(attention)).toContain('Imported from the records of an earlier program');
  await service.send('POST', '/v1/campaigns/spring-check-up/resume');
  await service.until(async () => {
    const { counters } = (await store.findCampaign({ client: 'default', name: 'spring-check-up' })) ?? {};
    return counters?.states.completed === 3;
  });
  const placed = service.simulator.journal.entries().filter(({ type }) => type === 'placed');
  expect(new Set(placed.map((entry) => 'to' in entry && `+${entry.to}`))).toEqual(
    new Set([16, 17, 18].map(phone)),
  );
  const { body: contact } = await service.send(
    'GET',
    '/v1/campaigns/spring-check-up/contacts/%2B12125550114',
  );
  expect(contact).toMatchObject({ state: 'imported', attempts: 0 });
  expect((await service.send('GET', '/v1/campaigns/spring-check-up/events/verification')).body).toMatchObject(
    {
      ok: true,
    },
  );
  await service.stop();
  await store.close();
});

test.each([
  ['--records {export}', '--records needs --campaign'],
  ['--records {export} --campaign {campaign} --map', 'argument missing'],
  ['--records {export} --campaign {campaign} --map colour=red', '--map colour=… is not valid'],
  ['--records {export} --campaign {campaign} --map name', '--map name is not valid'],
  ['--records nowhere.json --campaign {campaign}', 'nowhere.json'],
  ['--dry-run', '--dry-run needs --records'],
  ['--campaign {campaign}', '--campaign needs --records'],
])('migrate %s is refused before the store is opened', async (line, message) => {
  const folder = temporaryFolder();
  const words = line
    .replace('{export}', writeExport(folder))
    .replace('{campaign}', writeCampaign({ folder, says: 'Hello.' }));
  const { code, stderr } = await runHere(`migrate ${words}`, {
    environment: { DATA_DIR: join(folder, 'x') },
  });
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test('an import that is interrupted says how it is continued', async () => {
  const folder = temporaryFolder();
  const words = `migrate --records ${writeExport(folder)} --campaign ${writeCampaign({ folder, says: 'Hello.' })}`;
  const interrupt = AbortSignal.abort('SIGINT');
  const { code, stderr } = await runHere(words, { environment: { DATA_DIR: join(folder, 'x') }, interrupt });
  expect(code).toBe(130);
  expect(stderr).toContain('Run the same command again: it imports the rest.');
});
