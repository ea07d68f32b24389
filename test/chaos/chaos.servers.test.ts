import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { requireServer } from '../support/servers/require-server.ts';
import { runChaos } from './run.ts';

const bins = {
  mongod: requireServer('mongod'),
  nats: requireServer('nats'),
  faketime: requireServer('faketime'),
};
/** Set RINGMASTER_CHAOS_SEED to let other faults happen. The processes are real: a seed repeats the faults, not the run. */
const seed = Number(process.env['RINGMASTER_CHAOS_SEED'] ?? 1);
const forMs = 60_000;
/** Several times what it takes alone: 2 to 3 minutes with the servers and the end of the campaigns. */
const timeoutMs = 900_000;

test.runIf(bins.mongod !== null && bins.nats !== null)(
  `a cluster keeps its promises while everything fails for a minute (seed ${seed})`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringmaster-chaos-'));
    const lines: string[] = [];
    try {
      const { mongod, nats, faketime } = bins;
      const report = await runChaos({
        seed,
        forMs,
        contacts: 100,
        bins: { mongod: mongod ?? '', nats: nats ?? '', faketime },
        folder,
        say: (line) => void lines.push(line),
      });
      process.stdout.write(`chaos, seed ${seed}: ${JSON.stringify(report)}\n`);
      const faults = Object.values(report.faults).reduce((sum, count) => sum + count, 0);
      expect(faults).toBeGreaterThan(30);
      expect(report.calls).toBeGreaterThan(200);
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      process.stdout.write(`${lines.join('\n')}\nlogs in ${folder}\n`);
      throw error;
    }
  },
  timeoutMs,
);
