import { describe, expect, test } from 'vitest';
import { until } from '../../../scripts/servers/until.ts';
import { expectClean, startVisit, untilLive } from '../../browser/support/visit.ts';
import { useBrowser } from '../../browser/support/use-browser.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useNatsServer, useReplicaSet } from '../../support/servers/use-servers.ts';
import { writeList } from '../support/lists.ts';
import { start, temporaryFolder } from '../support/process.ts';

const bins = {
  mongod: requireServer('mongod'),
  nats: requireServer('nats'),
  chromium: requireServer('chromium'),
};
const campaign = 'spring-checkup-1';

/** Whether a process of this machine runs. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Ids of instances end with their process and a random number. */
const pidOf = (instance: string): number => Number(instance.split('-').at(-2));

describe.runIf(Object.values(bins).every((bin) => bin !== null))(
  'the dashboard of ringmaster cluster',
  () => {
    const set = useReplicaSet(bins.mongod);
    const nats = useNatsServer(bins.nats);
    const browser = useBrowser(bins.chromium);

    test('has a button that kills the owner of a campaign, and shows the takeover without a reload', async () => {
      const folder = temporaryFolder();
      writeList({ folder, people: 60 });
      const environment = { MONGODB_URI: set().uri.replace('/?', '/ringmaster?'), NATS_URL: nats().url };
      const cluster = start(['cluster', 'people.csv', '--speed', '1'], { cwd: folder, environment });
      const url = (await cluster.says(/Dashboard (http:\/\/127\.0\.0\.1:\d+)/))[1] ?? '';
      const read = async <Answer>(path: string): Promise<Answer> =>
        (await (await fetch(`${url}${path}`)).json()) as Answer;
      const ownerOf = async (): Promise<string | null> => {
        const found = await read<{ id?: string; state?: string }>(`/v1/campaigns/${campaign}`);
        if (found.id === undefined || found.state !== 'running') return null;
        return (await read<{ owner: string | null }>(`/v1/actors/${found.id}`)).owner;
      };
      await until(async () => (await ownerOf()) !== null, { what: 'a campaign that runs' });

      const visit = await startVisit({ browser: browser() });
      const { page } = visit;
      await page.goto(`${url}/campaigns/${campaign}`);
      await untilLive(page);
      const shown = page.locator('.kill-owner code');
      const killed = (await shown.textContent()) ?? '';
      expect(isAlive(pidOf(killed))).toBe(true);
      await page.evaluate('document.documentElement.dataset.visit = "first"');
      await page.getByRole('button', { name: 'Kill the owner…' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Kill the owner' }).click();
      await until(async () => !isAlive(pidOf(killed)), { what: 'the end of the killed process' });
      await page.waitForURL(/\/campaigns\/cmp_/);
      await page.evaluate('document.documentElement.dataset.visit = "after the order"');
      await page.locator('.kill-owner code', { hasNotText: killed }).waitFor({ timeout: 40_000 });
      const next = (await shown.textContent()) ?? '';
      expect(isAlive(pidOf(next))).toBe(true);
      expect(await ownerOf()).toBe(next);
      expect(await page.evaluate('document.documentElement.dataset.visit')).toBe('after the order');
      await untilLive(page);
      // The connection to a killed process breaks.
      visit.complaints.length = 0;
      await expectClean(visit);

      type Instances = { items: { id: string }[] };
      const others = async () => (await read<Instances>('/v1/instances')).items.map(({ id }) => id);
      await until(async () => (await others()).filter((id) => id !== killed).length === 3, {
        what: 'the killed instance, back as a new process',
      });
      cluster.child.kill('SIGINT');
      await cluster.ended;
      expect(isAlive(pidOf(next))).toBe(false);
    });
  },
);
