import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { createPostgresContacts } from '../work/postgres-contacts.mjs';

const batchSize = 1_000;
const loops = 4;
const queue = 'bench';

/** pg-boss: loops that fetch and complete 1,000 jobs at a time; it keeps the results itself. */
export async function pgBoss({ url, jobs, table, progress }) {
  const boss = new PgBoss({ connectionString: url, max: 10 });
  boss.on('error', () => undefined);
  await boss.start();
  await boss.createQueue(queue);
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const contacts = table === 'work' ? await createPostgresContacts({ pool, jobs }) : null;
  for (let start = 1; start <= jobs; start += 1_000) {
    const count = Math.min(1_000, jobs - start + 1);
    await boss.insert(
      queue,
      Array.from({ length: count }, (_, index) => ({ data: { id: start + index } })),
    );
  }
  await pool.query('vacuum analyze');
  await pool.query('checkpoint');
  const loop = async () => {
    while (progress.isRunning()) {
      const batch = await boss.fetch(queue, { batchSize });
      if (batch.length === 0) return;
      if (contacts) await contacts.run(batch.map(({ data }) => data.id));
      const ids = batch.map(({ id }) => id);
      await boss.complete(queue, ids, { ok: true });
      progress.add(batch.length);
    }
  };
  progress.start();
  const running = Promise.all(Array.from({ length: loops }, loop));
  const figures = await progress.over;
  await running;
  await contacts?.verify(jobs);
  const { rows } = await pool.query(`select count(*)::int as kept from pgboss.job where state = 'completed'`);
  if (rows[0].kept !== jobs) throw new Error(`${rows[0].kept} of ${jobs} results were kept`);
  await boss.stop({ graceful: false });
  return { ...figures, setting: `batches of ${batchSize}, ${loops} loops, results kept` };
}
