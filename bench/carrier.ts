import { createMemoryJournal, maxPerSecond, serveSimulator } from '../src/simulator/index.ts';
import type { SimulatorOptionsInput } from '../src/simulator/index.ts';
import { createSystemClock } from '../src/platform/system-clock.ts';

/** The simulated carrier in a process of its own; it is told its options, and asked what it saw. */
export type CarrierOrder = { account: { authId: string; authToken: string }; options: SimulatorOptionsInput };
export type CarrierReport = { placed: number; maxPerSecond: number; live: number; doubles: number };

const clock = createSystemClock();
const journal = createMemoryJournal();

process.once('message', (message) => void serve(message as CarrierOrder));

async function serve({ account, options }: CarrierOrder): Promise<void> {
  const server = await serveSimulator({
    clock,
    system: clock,
    seed: 7,
    accounts: [account],
    options,
    journal,
  });
  process.send?.({ url: server.url });
  process.on('message', (message) => {
    if (message === 'report') process.send?.(report(server.simulator.stats().calls['in-progress']));
    else process.exit(0);
  });
}

function report(live: number): CarrierReport {
  const placed = journal.entries().filter((entry) => entry.type === 'placed');
  return {
    placed: placed.length,
    maxPerSecond: maxPerSecond(placed.map(({ at }) => at)),
    live,
    doubles: placed.length - new Set(placed.map(({ attempt }) => attempt)).size,
  };
}
