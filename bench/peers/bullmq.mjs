import { Queue, Worker } from 'bullmq';

/** BullMQ: every write synced, results kept, the concurrency that did best here. */
export async function bullmq({ redisPort, jobs }) {
  const connection = { host: '127.0.0.1', port: redisPort, maxRetriesPerRequest: null };
  const queue = new Queue('bench', { connection });
  for (let start = 0; start < jobs; start += 1_000) {
    const size = Math.min(1_000, jobs - start);
    await queue.addBulk(
      Array.from({ length: size }, (_, index) => ({
        name: 'job',
        data: { id: start + index },
        opts: { jobId: `job-${start + index}` },
      })),
    );
  }
  const done = Promise.withResolvers();
  let completed = 0;
  const start = performance.now();
  const worker = new Worker('bench', async ({ data }) => ({ ok: data.id }), { connection, concurrency: 100 });
  worker.on('completed', () => {
    completed += 1;
    if (completed === jobs) done.resolve();
  });
  await done.promise;
  const ms = performance.now() - start;
  const kept = await queue.getCompletedCount();
  await worker.close();
  await queue.close();
  if (kept !== jobs) throw new Error(`BullMQ kept ${kept} of ${jobs} results`);
  return { perSecond: (jobs / ms) * 1000, setting: 'appendfsync always, concurrency 100, results kept' };
}
