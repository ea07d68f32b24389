import dbosPackage from '@dbos-inc/dbos-sdk';
import pg from 'pg';
import { createBatcher } from '../work/batcher.mjs';
import { call } from '../work/call.mjs';
import { createPostgresContacts } from '../work/postgres-contacts.mjs';

const { DBOS } = dbosPackage;
const atOnce = 100;
const connections = 50;
const batch = 100;

/** DBOS: a workflow per job, its steps and results kept; the rows of concurrent workflows are written in batches. */
export async function dbos({ url, jobs, table, progress }) {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const contacts = table === 'work' ? await createPostgresContacts({ pool, jobs }) : null;
  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl: url,
    systemDatabasePoolSize: connections,
    logLevel: 'error',
  });
  const workflow = DBOS.registerWorkflow(contacts ? contactWorkflow(contacts) : bareWorkflow, {
    name: 'bench',
  });
  await DBOS.launch();
  await pool.query('vacuum analyze');
  await pool.query('checkpoint');
  let next = 0;
  const loop = async () => {
    while (next < jobs && progress.isRunning()) {
      next += 1;
      await workflow(next);
      progress.add(1);
    }
  };
  progress.start();
  const running = Promise.all(Array.from({ length: atOnce }, loop));
  const figures = await progress.over;
  await running;
  await contacts?.verify(next);
  await DBOS.shutdown();
  return {
    ...figures,
    setting: `a workflow per job, ${atOnce} at once, ${connections} connections, results kept`,
  };
}

function bareWorkflow(id) {
  return DBOS.runStep(async () => id, { name: 'step' });
}

function contactWorkflow(contacts) {
  const begin = createBatcher({
    size: batch,
    async run(ids) {
      const attempts = await contacts.begin(ids);
      const byContact = new Map(attempts.map((attempt) => [attempt.contact, attempt]));
      return ids.map((id) => byContact.get(id) ?? null);
    },
  });
  const finish = createBatcher({ size: batch, run: contacts.finish });
  return async (id) => {
    const attempt = await DBOS.runStep(() => begin(id), { name: 'begin' });
    if (!attempt) throw new Error(`contact ${id} may not be called now`);
    const result = await DBOS.runStep(() => call(attempt), { name: 'call' });
    await DBOS.runStep(() => finish(result), { name: 'finish' });
  };
}
