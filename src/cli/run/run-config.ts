import { createHash, randomBytes } from 'node:crypto';
import type { Config } from '../../config.ts';

/** The settings of a run, and the API key for its own service; null if none is required. */
export type RunConfig = { config: Config; key: string | null };

const keyBytes = 32;

/**
 * Returns the settings of a run. With the simulator the service listens only on loopback; with a real carrier it must
 * receive callbacks.
 */
export function runConfig({ config }: { config: Config }): RunConfig {
  const keyed = config.API_KEYS.length === 0 ? { config, key: null } : withOwnKey(config);
  if (config.CARRIER === 'plivo' || config.MAIL === 'smtp') return keyed;
  return { ...keyed, config: { ...keyed.config, HOST: '127.0.0.1', PORT: 0, PUBLIC_URL: undefined } };
}

function withOwnKey(config: Config): RunConfig {
  const key = randomBytes(keyBytes).toString('hex');
  const hash = createHash('sha256').update(key).digest('hex');
  const own = { id: 'run', role: 'admin' as const, client: '*', hash };
  return { config: { ...config, API_KEYS: [...config.API_KEYS, own] }, key };
}
