import { agenda } from './queues/agenda.mjs';
import { bullmq } from './queues/bullmq.mjs';
import { dbos, dbosBatches } from './queues/dbos.mjs';
import { graphile } from './queues/graphile.mjs';
import { pgBoss } from './queues/pg-boss.mjs';
import { createProgress } from './progress.mjs';

/**
 * One queue in a process of its own: `node one.mjs <queue> <json>`, JSON of `{ table, jobs, limitMs, url | redisPort }`.
 * Prints `{ perSecond, completed, setting }` as its last line.
 */
const queues = { agenda, bullmq, graphile, 'pg-boss': pgBoss, dbos, 'dbos-batches': dbosBatches };
const [name, json] = process.argv.slice(2);
const input = JSON.parse(json);
const progress = createProgress(input);
const { setting, completed, ms } = await queues[name]({ ...input, progress });
const result = { perSecond: (completed / ms) * 1000, completed, setting };
process.stdout.write(`\n${JSON.stringify(result)}\n`, () => process.exit(0));
