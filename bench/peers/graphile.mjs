import { Logger, run, runMigrations } from 'graphile-worker';
import pg from 'pg';

/** graphile-worker: jobs fetched 500 at a time, and one result row per job, because it deletes the job itself. */
export async function graphile({ url, jobs }) {
  const pool = new pg.Pool({ connectionString: url, max: 30 });
  pool.on('error', () => undefined);
  await runMigrations({ pgPool: pool });
  await pool.query('create table results (id int primary key, at timestamptz default now())');
  await pool.query(
    `select count(graphile_worker.add_job('job', json_build_object('id', i))) from generate_series(1, ${jobs}) i`,
  );
  await pool.query('analyze');
  const done = Promise.withResolvers();
  let completed = 0;
  const start = performance.now();
  const runner = await run({
    pgPool: pool,
    noHandleSignals: true,
    preset: { worker: { concurrentJobs: 24, localQueue: { size: 500 } } },
    logger: new Logger(() => () => undefined),
    taskList: {
      job: async ({ id }, helpers) => {
        await helpers.query('insert into results (id) values ($1)', [id]);
        completed += 1;
        if (completed === jobs) done.resolve();
      },
    },
  });
  await done.promise;
  const ms = performance.now() - start;
  await runner.stop();
  const { rows } = await pool.query('select count(*)::int as kept from results');
  await pool.end();
  if (rows[0].kept !== jobs) throw new Error(`graphile-worker kept ${rows[0].kept} of ${jobs} results`);
  return { perSecond: (jobs / ms) * 1000, setting: '24 at once, localQueue 500, one result row per job' };
}
