import { bullmq } from './bullmq.mjs';
import { dbos } from './dbos.mjs';
import { graphile } from './graphile.mjs';
import { pgBoss } from './pg-boss.mjs';

/** One peer in a process of its own: `node one.mjs <peer> <json>`; the result goes to stdout's last line. */
const peers = { bullmq, graphile, 'pg-boss': pgBoss, dbos };
const [name, json] = process.argv.slice(2);
const result = await peers[name](JSON.parse(json));
process.stdout.write(`\n${JSON.stringify(result)}\n`, () => process.exit(0));
