import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import { MongoClient } from 'mongodb';

const concurrency = 100;
const processEvery = 50;
const chunk = 500;

/** Agenda on the replica set of our store, each write on the disks of a majority: the bare jobs only. */
export async function agenda({ url, jobs, progress }) {
  const client = await MongoClient.connect(url, { w: 'majority', journal: true });
  const queue = new Agenda({
    backend: new MongoBackend({ mongo: client.db() }),
    processEvery,
    defaultConcurrency: concurrency,
    maxConcurrency: concurrency,
  });
  queue.define(
    'job',
    (_, done) => {
      progress.add(1);
      done();
    },
    { concurrency, removeOnComplete: false },
  );
  await queue.ready;
  for (let start = 1; start <= jobs; start += chunk) {
    const count = Math.min(chunk, jobs - start + 1);
    await Promise.all(Array.from({ length: count }, (_, index) => queue.now('job', { id: start + index })));
  }
  progress.start();
  await queue.start();
  const figures = await progress.over;
  await queue.stop();
  await client.close();
  return { ...figures, setting: `concurrency ${concurrency}, every ${processEvery} ms, w majority, journal` };
}
