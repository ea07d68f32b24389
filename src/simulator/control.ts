import { Hono } from 'hono';
import { z } from 'zod';
import type { Audit } from './journal/audit.ts';
import type { Faults } from './faults.ts';
import { faultRuleSchema } from './faults.ts';
import type { Journal } from './journal/journal.ts';
import { changedScenario, type Scenario, type ScenarioInput } from './scenario.ts';

/** Reads and sets the clock of the host through `/control/clock`. The host defines both JSON shapes. */
export type ClockControl = { read: () => unknown; set: (change: unknown) => unknown };

/** What the control API shows and changes. */
export type Inspection = {
  journal: Journal;
  audit: () => Audit;
  faults: Faults;
  scenario: () => Scenario;
  changeScenario: (change: ScenarioInput) => void;
  stats: () => unknown;
  reset: () => void;
};

type Needs = { inspection: Inspection; clockControl: ClockControl | null };

const journalQuery = z.object({ since: z.coerce.number().int().min(0).default(0) });
const rules = z.array(faultRuleSchema);

/** Creates the routes for tests and demonstrations. They answer only requests from the same machine. */
export function createControlRoutes({ inspection, clockControl }: Needs): Hono {
  const control = new Hono({ strict: false });
  const { journal, faults } = inspection;

  control.use('*', async (c, next) => {
    const here = isLoopback(new URL(c.req.url).hostname) && isLoopback(remoteAddress(c.env) ?? '127.0.0.1');
    return here
      ? next()
      : c.json({ error: 'the control API answers only requests to and from a loopback address' }, 403);
  });

  control.get('/scenario', (c) => c.json(inspection.scenario()));
  control.post('/scenario', async (c) => {
    const change = await readJson(c.req.raw);
    const changed = changedScenario({ scenario: inspection.scenario(), change });
    if (!changed.success) return c.json({ error: z.prettifyError(changed.error) }, 400);
    inspection.changeScenario(changed.data);
    return c.json(inspection.scenario());
  });

  control.get('/faults', (c) => c.json({ rules: faults.rules() }));
  control.post('/faults', async (c) => {
    const body = await readJson(c.req.raw);
    const list = rules.safeParse(
      Array.isArray(body) ? body : ((body as { rules?: unknown } | null)?.rules ?? body),
    );
    if (!list.success) return c.json({ error: z.prettifyError(list.error) }, 400);
    faults.replace(list.data);
    return c.json({ rules: faults.rules() });
  });

  control.get('/journal', (c) => {
    const query = journalQuery.safeParse(c.req.query());
    if (!query.success)
      return c.json({ error: 'since must be a whole number: `next` of the previous answer' }, 400);
    const entries = journal.entries();
    return c.json({ entries: entries.slice(query.data.since), next: entries.length });
  });
  control.get('/audit', (c) => c.json(inspection.audit()));
  control.get('/stats', (c) => c.json(inspection.stats()));
  control.post('/reset', (c) => {
    inspection.reset();
    return c.json(inspection.stats());
  });

  control.get('/clock', (c) =>
    clockControl ? c.json(clockControl.read()) : c.json({ error: noClock }, 404),
  );
  control.post('/clock', async (c) => {
    if (!clockControl) return c.json({ error: noClock }, 404);
    return c.json(await clockControl.set(await readJson(c.req.raw)));
  });

  return control;
}

const noClock = 'the clock of this simulator cannot be set';

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').replace(/^::ffff:/, '');
  return bare === 'localhost' || bare === '::1' || /^127(\.\d+){3}$/.test(bare);
}

/** Returns the address of the peer; undefined if no Node server carried the request. */
function remoteAddress(env: unknown): string | undefined {
  const { incoming } = (env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress;
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    return null;
  }
}
