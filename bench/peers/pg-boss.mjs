import pg from 'pg';
import PgBoss from 'pg-boss';

const batchSize = 500;
const loops = 2;

/** pg-boss: two loops that fetch and complete 500 jobs at a time, results kept. */
export async function pgBoss({ url, jobs }) {
  const boss = new PgBoss({ connectionString: url, max: 10 });
  await boss.start();
  await boss.createQueue('bench');
  for (let start = 0; start < jobs; start += 1_000) {
    const size = Math.min(1_000, jobs - start);
    await boss.insert(
      Array.from({ length: size }, (_, index) => ({ name: 'bench', data: { id: start + index } })),
    );
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('analyze');
  let completed = 0;
  const loop = async () => {
    while (completed < jobs) {
      const batch = await boss.fetch('bench', { batchSize });
      if (batch.length === 0) return;
      await boss.complete(
        'bench',
        batch.map(({ id }) => id),
        { ok: true },
      );
      completed += batch.length;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: loops }, loop));
  const ms = performance.now() - start;
  const { rows } = await client.query(
    "select count(*)::int as kept from pgboss.job where state = 'completed' and name = 'bench'",
  );
  await client.end();
  await boss.stop({ graceful: false });
  if (rows[0].kept !== jobs) throw new Error(`pg-boss kept ${rows[0].kept} of ${jobs} results`);
  return { perSecond: (jobs / ms) * 1000, setting: 'batches of 500, two loops, results kept' };
}
