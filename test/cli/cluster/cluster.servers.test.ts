import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { auditJournal, readFileJournal } from '../../../src/simulator/index.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useNatsServer, useReplicaSet } from '../../support/servers/use-servers.ts';
import { writeList } from '../support/lists.ts';
import { start, temporaryFolder } from '../support/process.ts';

const bins = { mongod: requireServer('mongod'), nats: requireServer('nats') };

/** The takeover alone lasts as long as a lease, ten seconds. */
describe.runIf(bins.mongod !== null && bins.nats !== null)('ringmaster cluster', () => {
  const set = useReplicaSet(bins.mongod);
  const nats = useNatsServer(bins.nats);

  test('another instance takes over the campaigns of a killed one, and the journal proves that nothing was lost', async () => {
    const folder = temporaryFolder();
    writeList({ folder, people: 60 });
    const environment = { MONGODB_URI: set().uri.replace('/?', '/ringmaster?'), NATS_URL: nats().url };
    const cluster = start(['cluster', 'people.csv', '--speed', '120'], { cwd: folder, environment });
    const code = await cluster.ended;
    const said = `${cluster.stderr()}${cluster.stdout()}`;
    expect(said).toMatch(/✂ kill -9 of instance \d, the owner of spring-checkup-\d.*, with \d+ open calls?/);
    const taken =
      /✓ instance \d.* took over after .* s: (\d+) of (\d+) calls? found again, 0 placed twice/.exec(said);
    expect(taken?.[1]).toBe(taken?.[2]);
    const proven = /(\d+) placed = \1 recorded; double 0, lost 0, outside hours 0/.exec(said);
    const journal = join(folder, '.ringmaster', 'cluster', 'carrier.ndjson');
    const audit = auditJournal({ entries: readFileJournal({ path: journal }) });
    expect(audit).toMatchObject({
      placements: Number(proven?.[1]),
      doubles: [],
      overlaps: [],
      unfinished: 0,
    });
    expect(Object.keys(audit.perAttempt)).toHaveLength(audit.placements);
    expect(audit.maxConcurrent).toBeLessThanOrEqual(20);
    const logs = [1, 2, 3].map((number) =>
      readFileSync(join(folder, '.ringmaster', 'cluster', `instance-${number}`, 'service.log'), 'utf8'),
    );
    expect(logs.join('')).toContain('took over a campaign');
    expect(code).toBe(0);
  });
});

test('without servers the error says how to start them', async () => {
  const cluster = start(['cluster'], { cwd: temporaryFolder() });
  expect(await cluster.ended).toBe(4);
  expect(cluster.stderr()).toContain('MONGODB_URI and NATS_URL are not set');
  expect(cluster.stderr()).toContain('npm run cluster');
});
