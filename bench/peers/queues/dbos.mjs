import dbosPackage from '@dbos-inc/dbos-sdk';
import pg from 'pg';
import { createBatcher } from '../work/batcher.mjs';
import { call } from '../work/call.mjs';
import { createPostgresContacts } from '../work/postgres-contacts.mjs';

const { DBOS } = dbosPackage;
const settings = {
  single: { contacts: 1, atOnce: 100, connections: 50, batch: 100 },
  batches: { contacts: 1000, atOnce: 4, connections: 20, batch: 1000 },
};

/** DBOS: a workflow per job, its steps and results kept; the rows of concurrent workflows are written in batches. */
export function dbos(input) {
  return runWorkflows({ ...input, setting: settings.single });
}

/**
 * DBOS with a workflow for 1,000 contacts: few commits, but a crash during its calls repeats all of them, or leaves their
 * fate unknown.
 */
export function dbosBatches(input) {
  return runWorkflows({ ...input, setting: settings.batches });
}

async function runWorkflows({ url, jobs, table, progress, setting }) {
  const { atOnce, connections, batch } = setting;
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const contacts = table === 'work' ? await createPostgresContacts({ pool, jobs }) : null;
  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl: url,
    systemDatabasePoolSize: connections,
    logLevel: 'error',
  });
  const workflow = DBOS.registerWorkflow(contacts ? contactWorkflow({ contacts, batch }) : bareWorkflow, {
    name: 'bench',
  });
  await DBOS.launch();
  await pool.query('vacuum analyze');
  await pool.query('checkpoint');
  let next = 0;
  const loop = async () => {
    while (next < jobs && progress.isRunning()) {
      const ids = Array.from(
        { length: Math.min(setting.contacts, jobs - next) },
        (_, index) => next + index + 1,
      );
      next += ids.length;
      await workflow(ids);
      progress.add(ids.length);
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
    setting: `a workflow per ${setting.contacts === 1 ? 'job' : `${setting.contacts} contacts`}, ${atOnce} at once, ${connections} connections, results kept`,
  };
}

function bareWorkflow(ids) {
  return DBOS.runStep(async () => ids, { name: 'step' });
}

function contactWorkflow({ contacts, batch }) {
  const begin = createBatcher({
    size: batch,
    async run(ids) {
      const attempts = await contacts.begin(ids);
      const byContact = new Map(attempts.map((attempt) => [attempt.contact, attempt]));
      return ids.map((id) => byContact.get(id) ?? null);
    },
  });
  const finish = createBatcher({ size: batch, run: contacts.finish });
  return async (ids) => {
    const attempts = await DBOS.runStep(() => Promise.all(ids.map(begin)), { name: 'begin' });
    const minted = attempts.filter((attempt) => attempt !== null);
    const results = await DBOS.runStep(() => Promise.all(minted.map(call)), { name: 'call' });
    await DBOS.runStep(() => Promise.all(results.map(finish)), { name: 'finish' });
  };
}
