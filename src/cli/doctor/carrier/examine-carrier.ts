import type { Config } from '../../../config.ts';
import type { SystemClock } from '../../../platform/clock.ts';
import { urlUnder } from '../../../platform/url-under.ts';
import type { Client } from '../../api/client.ts';
import type { Finding } from '../finding.ts';
import { createAskCarrier } from './ask-carrier.ts';
import { examineAccount } from './examine-account.ts';
import { examineCallerIds } from './examine-caller-ids.ts';
import { examineClock } from './examine-clock.ts';
import { examineLimits } from './examine-limits.ts';

const timeoutMs = 5_000;

/** Checks the account at the carrier: its keys, its credit, its numbers, its limits, and the clocks. */
export async function examineCarrier({
  config,
  system,
  readClient,
}: {
  config: Config;
  system: SystemClock;
  readClient: () => Promise<Client>;
}): Promise<readonly Finding[]> {
  if (config.CARRIER === 'simulator') return [await examineSimulator(config)];
  const ask = createAskCarrier({ config, system });
  const answer = await ask('');
  const account = examineAccount({ config, answer });
  const clock = examineClock({ answer });
  if (account.some(({ what, ok }) => what === 'carrier' && !ok)) return [...account, clock];
  return [...account, await examineCallerIds({ ask, readClient }), examineLimits(config), clock];
}

async function examineSimulator({ CARRIER_URL: url }: Config): Promise<Finding> {
  const what = 'carrier';
  if (url === undefined) return { what, ok: true, detail: 'SIMULATOR inside the service: no real calls' };
  const ok = await answers(urlUnder(url, '/control/stats'));
  return { what, ok, detail: ok ? `SIMULATOR at ${url}: no real calls` : `nothing answers at ${url}` };
}

async function answers(url: URL): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })).ok;
  } catch {
    return false;
  }
}
