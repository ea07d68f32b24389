import { Hono } from 'hono';
import { z } from 'zod';

/** Reads and sets the clock of the host through `/control/clock`. The host defines both JSON shapes. */
export type ClockControl = { read: () => unknown; set: (change: unknown) => unknown };

/** What the control API shows and changes of a simulator. */
export type Inspection = {
  journal: { entries: () => readonly unknown[] };
  audit: () => unknown;
  faults: { rules: () => unknown };
  /** Replaces all rules. Throws a ZodError. */
  replaceFaults: (rules: unknown) => void;
  scenario: () => unknown;
  /** Changes the given keys. Throws a ZodError. */
  changeScenario: (change: unknown) => void;
  stats: () => unknown;
  reset: () => void;
};

type Needs = {
  inspection: Inspection;
  clockControl: ClockControl | null;
  /** The mail simulator beside the carrier, if there is one: the same routes under /mail. */
  mail: Inspection | null;
};

const journalQuery = z.object({ since: z.coerce.number().int().min(0).default(0) });

/** Creates the routes for tests and demonstrations. They answer only requests from the same machine. */
export function createControlRoutes({ inspection, clockControl, mail }: Needs): Hono {
  const control = new Hono({ strict: false });

  control.use('*', async (c, next) => {
    const here = isLoopback(new URL(c.req.url).hostname) && isLoopback(remoteAddress(c.env) ?? '127.0.0.1');
    return here
      ? next()
      : c.json({ error: 'the control API answers only requests to and from a loopback address' }, 403);
  });

  control.get('/clock', (c) =>
    clockControl ? c.json(clockControl.read()) : c.json({ error: noClock }, 404),
  );
  control.post('/clock', async (c) => {
    if (!clockControl) return c.json({ error: noClock }, 404);
    return c.json(await clockControl.set(await readJson(c.req.raw)));
  });
  if (mail) control.route('/mail', createInspectionRoutes(mail));
  control.route('/', createInspectionRoutes(inspection));
  return control;
}

function createInspectionRoutes(inspection: Inspection): Hono {
  const routes = new Hono({ strict: false });
  const { journal, faults } = inspection;

  routes.get('/scenario', (c) => c.json(inspection.scenario()));
  routes.post('/scenario', async (c) => {
    const refused = refusal(inspection.changeScenario, await readJson(c.req.raw));
    return refused ? c.json(refused, 400) : c.json(inspection.scenario());
  });

  routes.get('/faults', (c) => c.json({ rules: faults.rules() }));
  routes.post('/faults', async (c) => {
    const body = await readJson(c.req.raw);
    const list = Array.isArray(body) ? body : ((body as { rules?: unknown } | null)?.rules ?? body);
    const refused = refusal(inspection.replaceFaults, list);
    return refused ? c.json(refused, 400) : c.json({ rules: faults.rules() });
  });

  routes.get('/journal', (c) => {
    const query = journalQuery.safeParse(c.req.query());
    if (!query.success)
      return c.json({ error: 'since must be a whole number: `next` of the previous answer' }, 400);
    const entries = journal.entries();
    return c.json({ entries: entries.slice(query.data.since), next: entries.length });
  });
  routes.get('/audit', (c) => c.json(inspection.audit()));
  routes.get('/stats', (c) => c.json(inspection.stats()));
  routes.post('/reset', (c) => {
    inspection.reset();
    return c.json(inspection.stats());
  });
  return routes;
}

/** Makes a change. Returns why it is refused; null if it was made. */
function refusal(change: (value: unknown) => void, value: unknown): { error: string } | null {
  try {
    change(value);
    return null;
  } catch (error) {
    if (error instanceof z.ZodError) return { error: z.prettifyError(error) };
    throw error;
  }
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
