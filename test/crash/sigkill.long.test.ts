import { afterEach, expect, test } from 'vitest';
import { openSqliteStore } from '../../src/persistence/sqlite/sqlite-store.ts';
import { sleep } from '../../src/platform/clock.ts';
import { createSystemClock } from '../../src/platform/system-clock.ts';
import { createDraw } from '../simulation/draw.ts';
import { checkBooks } from './books.ts';
import { createKilled, peopleOf, perSecond, startAt, startKilled } from './killed-campaign.ts';
import { untilCompleted, uploadKilled } from './killed-campaign.ts';
import { checkKilledLimits, checkKilledWindows, checkOrder } from './killed-oracle.ts';
import { startKilledService } from './killed-service.ts';
import type { KilledService } from './killed-service.ts';
import { createPatientClient } from './patient-client.ts';

/**
 * Set RINGMASTER_SIGKILL_SEED to kill at other moments. The processes are real: a seed repeats the moments, not the
 * run.
 */
const seed = Number(process.env['RINGMASTER_SIGKILL_SEED'] ?? 11);
const people = peopleOf(240);
/** The speed while processes die, and afterwards while only holds and retries remain. */
const speeds = { kills: 60, end: 400 };
const permitSystemMs = 2_000;
/** The maximum pause of real processes on a machine with other work. */
const stallMs = 20_000;

/** The start of the count for the next moment, and the maximum number of milliseconds after it, in real time. */
const kills = [
  { since: 'spawn', from: 0, to: 600 },
  { since: 'upload', from: 0, to: 500 },
  { since: 'calls', from: 0, to: 1_200 },
  { since: 'spawn', from: 200, to: 1_000 },
  { since: 'ready', from: 0, to: 400 },
  { since: 'ready', from: 0, to: 1_200 },
  { since: 'ready', from: 0, to: 1_200 },
] as const;

const system = createSystemClock();
const services: KilledService[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.close();
});

test(`calls each contact once although the service is killed ${kills.length} times (seed ${seed})`, async () => {
  const service = await startKilledService({ seed, startAt, callsPerSecond: perSecond, carrierOptions: {} });
  services.push(service);
  const client = createPatientClient({ url: () => service.url, assertAlive: service.assertAlive });
  const draw = createDraw({ seed, purpose: 'kills' });
  const uploading = Promise.withResolvers<void>();
  const calling = Promise.withResolvers<void>();
  const since = {
    spawn: () => Promise.resolve(),
    ready: service.ready,
    upload: () => uploading.promise,
    calls: () => calling.promise,
  };

  const killAll = async (): Promise<void> => {
    for (const moment of kills) {
      await since[moment.since]();
      await sleep({ clock: system, ms: draw.int(moment.from, moment.to) });
      await service.killAndRestart();
    }
  };
  const order = async (): Promise<number> => {
    await createKilled(client);
    const uploads = await uploadKilled(client, { people, onUpload: uploading.resolve });
    await startKilled(client);
    service.setSpeed(speeds.kills);
    calling.resolve();
    return uploads;
  };
  const [uploads] = await Promise.all([order(), killAll()]);
  const killsOverAt = service.now();
  service.setSpeed(speeds.end);
  await untilCompleted(client, service);
  await service.stop();

  const entries = service.journal();
  const store = await openSqliteStore({ path: service.storePath });
  const record = await store.findCampaign({ client: 'northwind', name: 'killed' });
  const campaign = record?.id ?? '';
  expect(record?.counters.total).toBe(people.length);
  await checkBooks({ store, campaigns: [campaign], entries, downMs: stallMs * speeds.end });
  await checkOrder(store, { campaign, people });
  await checkKilledLimits(store, { campaign, entries });
  const speedAt = (at: number): number => (at < killsOverAt ? speeds.kills : speeds.end);
  checkKilledWindows({ entries, people, permitMs: (at) => permitSystemMs * speedAt(at) });
  await store.close();
  const placed = entries.filter(({ type }) => type === 'placed').length;
  process.stdout.write(
    `seed ${seed}: ${kills.length} kills, ${uploads} uploads, ${placed} calls to ${people.length} people\n`,
  );
  expect(placed).toBeGreaterThan(people.length);
}, 360_000);
