import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CarrierOrder, CarrierReport } from '../carrier.ts';

export type CarrierProcess = { url: string; report: () => Promise<CarrierReport>; stop: () => Promise<void> };

/** Starts the simulated carrier beside us. */
export async function startCarrier(order: CarrierOrder): Promise<CarrierProcess> {
  const carrier = fork(fileURLToPath(new URL('../carrier.ts', import.meta.url)), {
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  carrier.send(order);
  const [{ url }] = (await once(carrier, 'message')) as [{ url: string }];
  return {
    url,
    async report() {
      carrier.send('report');
      const [report] = (await once(carrier, 'message')) as [CarrierReport];
      return report;
    },
    async stop() {
      const gone = once(carrier, 'exit');
      carrier.send('stop');
      await gone;
    },
  };
}
