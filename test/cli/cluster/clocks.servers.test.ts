import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startReplicaSet } from '../../../scripts/servers/replica-set.ts';
import { until } from '../../../scripts/servers/until.ts';
import { checkClocks } from '../../../src/persistence/mongodb/examination/clocks.ts';
import { createSystemClock } from '../../../src/platform/system-clock.ts';
import { maxPerSecond, readFileJournal } from '../../../src/simulator/index.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useReplicaSet } from '../../support/servers/use-servers.ts';
import { start, temporaryFolder } from '../support/process.ts';

const bins = { mongod: requireServer('mongod'), faketime: requireServer('faketime') };

const minuteMs = 60_000;
const fastMs = 10 * minuteMs;
const perSecond = 3;
const people = 15;

/** A time zone in which the next and the last hours belong to this day. */
function zoneOfToday(now: number): string {
  const hourIn = (timeZone: string): number =>
    Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(now));
  const fits = ['UTC', 'Asia/Tokyo', 'America/Los_Angeles'].find((zone) => hourIn(zone) % 22 > 1);
  return fits ?? 'UTC';
}

/** The hours of a window that begins and ends so many minutes from now. */
function windowOf(fromMinutes: number, toMinutes: number) {
  const now = Date.now();
  const timezone = zoneOfToday(now);
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const time = (minutes: number): string => clock.format(now + minutes * minuteMs);
  return { timezone, start: time(fromMinutes), end: time(toMinutes), skipWeekends: false, holidays: 'none' };
}

type Instance = { url: string; folder: string };

async function post({ url }: Instance, path: string, type: string, body: string): Promise<unknown> {
  const response = await fetch(new URL(path, url), {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

const fastClock = {
  LD_PRELOAD: bins.faketime ?? '',
  FAKETIME: `+${fastMs / 1_000}s`,
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
};

describe.runIf(bins.mongod !== null && bins.faketime !== null)(
  'a machine whose clock is ten minutes fast',
  () => {
    const set = useReplicaSet(bins.mongod);

    const serve = async (more: Readonly<Record<string, string>> = {}): Promise<Instance> => {
      const folder = temporaryFolder();
      const environment = {
        STORE: 'mongodb',
        MONGODB_URI: set().uri.replace('/?', '/ringmaster?'),
        BUS: 'memory',
        PORT: '0',
        DATA_DIR: folder,
        ACCOUNT_CALLS_PER_SECOND: String(perSecond),
        // The campaign calls at any hour.
        CALLING_RULES: 'off',
        ...more,
      };
      const [, url = ''] = await start(['serve'], { cwd: folder, environment }).says(/ at (http\S+)/);
      return { url, folder };
    };

    const startCampaign = async (
      instance: Instance,
      { name, sendWindow, firstNumber }: { name: string; sendWindow: object; firstNumber: number },
    ): Promise<string> => {
      const definition = {
        name,
        contacts: { country: 'US' },
        steps: [{ id: 'call', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello.' }] }],
        rateLimits: { concurrent: 100, perSecond: 50 },
        sendWindow,
      };
      const created = await post(instance, '/v1/campaigns', 'application/json', JSON.stringify(definition));
      const { id } = created as { id: string };
      const numbers = Array.from({ length: people }, (_, index) => `+12125550${firstNumber + index}`);
      await post(instance, `/v1/campaigns/${id}/contacts`, 'text/csv', ['phone', ...numbers].join('\n'));
      await post(instance, `/v1/campaigns/${id}/start`, 'application/json', '{}');
      return id;
    };

    const starts = ({ folder }: Instance, offMs: number): { to: string; at: number }[] =>
      readFileJournal({ path: join(folder, 'carrier.ndjson') }).flatMap((entry) =>
        entry.type === 'placed' ? [{ to: entry.to, at: entry.at - offMs }] : [],
      );

    test('its instance calls by the time of the database, and shares a rate with the others', async () => {
      const right = await serve();
      const fast = await serve(fastClock);
      const { systemTime } = (await (await fetch(new URL('/v1/service', fast.url))).json()) as {
        systemTime: string;
      };
      expect(Date.parse(systemTime) - Date.now()).toBeGreaterThan(fastMs - minuteMs);
      await startCampaign(fast, { name: 'later', sendWindow: windowOf(5, 60), firstNumber: 315 });
      await startCampaign(fast, { name: 'now', sendWindow: windowOf(-60, 5), firstNumber: 415 });
      await startCampaign(right, { name: 'other', sendWindow: windowOf(-60, 60), firstNumber: 515 });
      const all = (): { to: string; at: number }[] => [...starts(right, 0), ...starts(fast, fastMs)];
      /** The last two digits of these numbers decide the outcome of the call. */
      const placed = (prefix: string): number =>
        new Set(all().flatMap(({ to }) => (to.startsWith(prefix) ? [to] : []))).size;
      await until(async () => placed('12125550') >= 2 * people, { what: 'the calls of two campaigns' });
      expect([placed('121255503'), placed('121255504'), placed('121255505')]).toEqual([0, people, people]);
      expect(starts(fast, fastMs).length).toBeGreaterThan(0);
      const instants = all().map(({ at }) => at);
      const seconds = (Math.max(...instants) - Math.min(...instants)) / 1_000;
      expect(instants.length - 1).toBeLessThanOrEqual((seconds + 0.2) * perSecond);
      // A busy machine sends one start late and the next one of the other process in time.
      expect(maxPerSecond(instants)).toBeLessThanOrEqual(perSecond + 1);
    });

    test('doctor finds that its clock differs from the database', async () => {
      const folder = temporaryFolder();
      const environment = {
        STORE: 'mongodb',
        MONGODB_URI: set().uri.replace('/?', '/empty?'),
        PORT: '0',
        DATA_DIR: folder,
        ...fastClock,
      };
      const doctor = start(['doctor'], { cwd: folder, environment });
      expect(await doctor.ended).toBe(1);
      const said = doctor.stdout().replaceAll(/\s+/g, ' ');
      expect(said).toMatch(
        /The clock of the database is (599|600)(\.\d)? s behind the clock of this machine\./,
      );
      expect(said).toContain('[clock.offset]');
    });

    test('and a member whose clock differs from the primary, or that does not answer', async () => {
      const lone = await startReplicaSet({ bin: bins.mongod ?? '', initiate: false, environment: fastClock });
      const [primary = '', other = ''] = [set(), lone].map(
        ({ members: [member] }) => `127.0.0.1:${member?.port}`,
      );
      const check = (hosts: readonly string[]): Promise<string> =>
        checkClocks({ uri: set().uri, hosts, primary, system: createSystemClock() });
      await expect(check([primary, other])).rejects.toMatchObject({
        code: 'store.clocks-differ',
        details: { host: other, offMs: expect.closeTo(fastMs, -3) },
      });
      await lone.stop();
      await expect(check([primary, other])).rejects.toMatchObject({ code: 'store.member-unreachable' });
      expect(await check([primary])).toMatch(/^the server differs from this machine by \d+ ms$/);
    });
  },
);
