import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { call } from './call.mjs';

const script = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const untilRoomMs = 20;
const fillAtOnce = 1_000;

/** The same state as contacts.sql in Redis: hashes, a set, a stream, and one script per commit. */
export async function createRedisContacts({ port, jobs }) {
  const redis = new Redis({ host: '127.0.0.1', port, enableAutoPipelining: true });
  redis.defineCommand('beginAttempt', { numberOfKeys: 0, lua: script('begin.lua') });
  redis.defineCommand('finishAttempt', { numberOfKeys: 0, lua: script('finish.lua') });
  await redis.hset('caller:+12025550100', {
    open: 0,
    second: 0,
    started: 0,
    concurrent: 4_000,
    perSecond: 100_000,
  });
  await redis.sadd(
    'suppressed:bench',
    Array.from({ length: 1_000 }, (_, index) => `+1303${9_000_001 + index}`),
  );
  for (let start = 1; start <= jobs; start += fillAtOnce) {
    const pipeline = redis.pipeline();
    for (let id = start; id < Math.min(start + fillAtOnce, jobs + 1); id += 1) {
      const variables = { first_name: `First${id}`, last_name: `Last${id}`, company: 'Example Incorporated' };
      const phone = `+1${2_122_000_000 + id}`;
      pipeline.hset(`contact:${id}`, {
        person: id,
        phone,
        variables: JSON.stringify(variables),
        state: 'pending',
        attempts: 0,
      });
      pipeline.hset(`person:${id}`, { optedOut: 0 });
    }
    await pipeline.exec();
  }

  return {
    /** One contact: its attempt is stored, the call is made, its result is stored. */
    async run(id) {
      for (;;) {
        const now = Date.now();
        const day = new Date(now).toISOString().slice(0, 10);
        const begun = await redis.beginAttempt(id, now, Math.floor(now / 1000), day);
        if (begun === null) return;
        if (begun !== 'wait') {
          const [number, address, person] = begun;
          const { disposition, talkSeconds } = await call({ contact: id, number, address });
          await redis.finishAttempt(id, number, person, disposition, talkSeconds, Date.now());
          return;
        }
        await wait(untilRoomMs);
      }
    },
    /** Throws unless counters, events and the rows tell of one answered attempt for each contact. */
    async verify(completed) {
      const counters = await redis.hgetall('counters');
      const found = {
        minted: Number(counters.minted),
        answered: Number(counters.answered),
        completed: Number(counters.completed),
        events: (await redis.xlen('events')) / 2,
        limits: Number(await redis.hget('caller:+12025550100', 'open')) + completed,
        ...(await countRows(redis)),
      };
      await redis.quit();
      for (const [name, value] of Object.entries(found)) {
        if (value !== completed) throw new Error(`${name}: ${value}, not ${completed}`);
      }
    },
  };
}

async function countRows(redis) {
  const rows = { contacts: 0, attempts: 0 };
  for (const [name, pattern, state] of [
    ['contacts', 'contact:*', 'completed'],
    ['attempts', 'attempt:*', 'ended'],
  ]) {
    for await (const keys of redis.scanStream({ match: pattern, count: 1_000 })) {
      const states = await Promise.all(keys.map((key) => redis.hget(key, 'state')));
      rows[name] += states.filter((found) => found === state).length;
    }
  }
  return rows;
}
