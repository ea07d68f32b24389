import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
import { createBatcher } from '../work/batcher.mjs';
import { createPostgresContacts } from '../work/postgres-contacts.mjs';

const settings = {
  bare: { concurrentJobs: 100, batch: 100, localQueue: 500 },
  work: { concurrentJobs: 1000, batch: 250, localQueue: 2000 },
};

/** graphile-worker: local queue, batched completion; the rows of concurrent jobs are written in batches. */
export async function graphile({ url, jobs, table, progress }) {
  const { concurrentJobs, batch, localQueue } = settings[table];
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const logger = new Logger(() => () => undefined);
  const utils = await makeWorkerUtils({ connectionString: url, logger });
  await utils.migrate();
  const contacts = table === 'work' ? await createPostgresContacts({ pool, jobs }) : null;
  await pool.query('create table results (id int primary key, at timestamptz default now())');
  for (let start = 1; start <= jobs; start += 1_000) {
    const count = Math.min(1_000, jobs - start + 1);
    await utils.addJobs(
      Array.from({ length: count }, (_, index) => ({ identifier: 'job', payload: { id: start + index } })),
    );
  }
  await pool.query('vacuum analyze');
  await pool.query('checkpoint');
  // The worker deletes its jobs, so a bare job keeps its result in a row.
  const keep = (ids) =>
    pool.query({ name: 'keep', text: 'insert into results (id) select unnest($1::int[])', values: [ids] });
  const handle = createBatcher({ size: batch, run: (ids) => (contacts ? contacts.run(ids) : keep(ids)) });
  progress.start();
  const runner = await run({
    connectionString: url,
    maxPoolSize: 10,
    noHandleSignals: true,
    preset: { worker: { concurrentJobs, localQueue: { size: localQueue }, completeJobBatchDelay: 0 } },
    logger,
    taskList: {
      async job({ id }) {
        await handle(id);
        progress.add(1);
      },
    },
  });
  const figures = await progress.over;
  await runner.stop();
  if (contacts) await contacts.verify(figures.completed);
  else await verifyResults(pool, figures.completed);
  const setting = `add_jobs, ${concurrentJobs} at once, localQueue ${localQueue}, completion in batches, rows in batches of up to ${batch}`;
  return { ...figures, setting };
}

async function verifyResults(pool, completed) {
  const { rows } = await pool.query('select count(*)::int as kept from results');
  if (rows[0].kept !== completed) throw new Error(`${rows[0].kept} results of ${completed} jobs were kept`);
}
