import { Queue, Worker } from 'bullmq';
import { createRedisContacts } from '../work/redis-contacts.mjs';

const concurrency = { bare: 100, work: 200 };

/** BullMQ: addBulk, results kept, every write synced, the concurrency that was fastest on two cores. */
export async function bullmq({ redisPort, jobs, table, progress }) {
  const connection = { host: '127.0.0.1', port: redisPort, maxRetriesPerRequest: null };
  const queue = new Queue('bench', { connection });
  const contacts = table === 'work' ? await createRedisContacts({ port: redisPort, jobs }) : null;
  for (let start = 1; start <= jobs; start += 1_000) {
    const count = Math.min(1_000, jobs - start + 1);
    await queue.addBulk(
      Array.from({ length: count }, (_, index) => ({ name: 'job', data: { id: start + index } })),
    );
  }
  progress.start();
  const worker = new Worker(
    'bench',
    async ({ data }) => {
      await contacts?.run(data.id);
      return { ok: data.id };
    },
    { connection, concurrency: concurrency[table] },
  );
  worker.on('completed', () => progress.add(1));
  const figures = await progress.over;
  await worker.close();
  const kept = await queue.getCompletedCount();
  if (kept !== jobs) throw new Error(`${kept} of ${jobs} results were kept`);
  await contacts?.verify(jobs);
  return {
    ...figures,
    setting: `appendfsync always, addBulk, concurrency ${concurrency[table]}, results kept`,
  };
}
