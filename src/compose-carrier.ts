import type { CarrierAccount } from './channels/voice/plivo-voice.ts';
import type { Config } from './config.ts';
import type { Clock, SystemClock } from './platform/clock.ts';
import { createFileJournal, serveSimulator } from './simulator/index.ts';
import type { ScenarioInput } from './simulator/index.ts';

/** The carrier that an instance uses. `close` stops a simulator of this process. */
export type OpenCarrier = { account: CarrierAccount; close: () => Promise<void> };

export type CarrierInput = {
  config: Config;
  /** The keys of the account at the carrier. */
  keys: Pick<CarrierAccount, 'authId' | 'authToken'>;
  /** What a simulator of this process uses: its clock, the file of its journal, its seed and its scenario. */
  simulator: { clock: Clock; journal: string; seed: number; scenario: ScenarioInput };
  system: SystemClock;
};

const plivoUrl = 'https://api.plivo.com';

/** Opens the carrier that the settings choose. A simulator without CARRIER_URL is started in this process. */
export async function openCarrier({ config, keys, simulator, system }: CarrierInput): Promise<OpenCarrier> {
  const requestsPer5s = config.CARRIER_REQUESTS_PER_5S;
  if (config.CARRIER === 'plivo' || config.CARRIER_URL !== undefined) {
    const account = { ...keys, baseUrl: config.CARRIER_URL ?? plivoUrl, requestsPer5s };
    return { account, close: () => Promise.resolve() };
  }
  const { clock, seed, scenario } = simulator;
  const journal = createFileJournal({ path: simulator.journal });
  try {
    const server = await serveSimulator({
      clock,
      system,
      seed,
      accounts: [keys],
      options: { callsPerSecond: config.ACCOUNT_CALLS_PER_SECOND, scenario },
      journal,
    });
    return {
      account: { ...keys, baseUrl: server.url, requestsPer5s },
      async close() {
        await server.close();
        journal.close();
      },
    };
  } catch (error) {
    journal.close();
    throw error;
  }
}
