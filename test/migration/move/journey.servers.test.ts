import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { until } from '../../../scripts/servers/until.ts';
import { moveStore } from '../../../src/migration/move/move-store.ts';
import { openMoveCopy, openMoveSource, openMoveTarget } from '../../../src/persistence/move/index.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { openSendLog, readUnsent } from '../../../src/persistence/send-log/open-send-log.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { verifyLog } from '../../../src/queries/log/verify-log.ts';
import { auditJournal } from '../../../src/simulator/index.ts';
import { temporaryFolder } from '../../cli/support/process.ts';
import { openTestStore } from '../../persistence/mongodb/open-test-store.ts';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import { createRealTimePlace, post } from '../../support/service/real-time-place.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useReplicaSet } from '../../support/servers/use-servers.ts';

const bin = requireServer('mongod');
const people = 30;

describe.runIf(bin !== null)('a campaign in mid-run', () => {
  const set = useReplicaSet(bin);

  test('is moved with its open calls, and continues from MongoDB: no contact is called twice, none is lost', async () => {
    const { system, carrier, start } = createRealTimePlace({ speed: 60 });
    const folder = temporaryFolder();
    const path = join(folder, 'ringmaster.db');
    const database = `test-${randomUUID()}`;
    const embedded = await openSqliteStore({ path });
    const sends = join(folder, 'sends.log');
    const log = pino({ level: 'silent' });
    const sendLog = openSendLog({ path: sends, instance: 'embedded', now: system.now, log });
    const unsent: string[] = [];
    let isToDie = false;
    const first = await start({
      name: 'embedded',
      store: embedded,
      sendLog: {
        ...sendLog,
        noteSending(attempt) {
          if (!isToDie) return sendLog.noteSending(attempt);
          unsent.push(attempt);
          first.fuse.blow();
          return false;
        },
      },
    });
    await post(
      first,
      '/v1/campaigns',
      JSON.stringify(campaignFile({ rateLimits: { concurrent: 5, perSecond: 5 } })),
    );
    await post(
      first,
      '/v1/campaigns/spring-checkup/contacts',
      csvOf(Array.from({ length: people }, () => '14')),
      'text/csv',
    );
    await post(first, '/v1/campaigns/spring-checkup/start');
    const campaignIn = async (store: Store) => {
      const found = await store.findCampaign({ client: 'default', name: 'spring-checkup' });
      if (!found) throw new Error('the campaign is gone');
      return found;
    };
    await until(async () => {
      const { counters } = await campaignIn(embedded);
      return counters.open > 2 && (counters.states.completed ?? 0) > 5;
    });
    isToDie = true;
    await first.fuse.blown;
    const before = await campaignIn(embedded);
    await embedded.close();

    const source = await openMoveSource({ path });
    const target = await openMoveTarget({ uri: set().uri, database });
    const where = { uri: set().uri, database, system, random: Math.random };
    await moveStore({
      source,
      target,
      openCopy: () => openMoveCopy(where),
      unsent: readUnsent({ path: sends, now: system.now }),
      newMoveId: () => 'mov_1',
      now: system.now,
    });
    await target.close();
    await source.store.close();

    const cluster = await openTestStore({ uri: set().uri, database, instance: 'cluster' });
    expect((await campaignIn(cluster)).counters).toEqual(before.counters);
    const second = await start({ name: 'cluster', store: cluster });
    await until(async () => (await campaignIn(cluster)).state === 'completed', { what: 'the end' });
    const after = await campaignIn(cluster);
    expect(after.counters.states).toEqual({ completed: people });
    expect(await verifyLog({ store: cluster, record: after })).toMatchObject({ ok: true, counted: true });
    const entries = carrier.simulator.journal.entries();
    expect(auditJournal({ entries })).toMatchObject({ doubles: [], overlaps: [], unfinished: 0 });
    const placed = entries.filter((entry) => entry.type === 'placed').map(({ to }) => to);
    const recorded = await cluster.listAttempts({ campaign: after.id, openOnly: false, limit: 1_000 });
    expect(recorded.items.find(({ id }) => id === unsent[0])).toMatchObject({ state: 'not-placed' });
    const sent = recorded.items.filter(({ state }) => state !== 'not-placed');
    expect(sent).toHaveLength(after.counters.attempts['started'] ?? 0);
    expect(new Set(placed).size).toBe(people);
    expect(placed).toHaveLength(people);
    await second.stop();
    await cluster.close();
    carrier.close();
  });
});
