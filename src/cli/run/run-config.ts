import { createHash, randomBytes } from 'node:crypto';
import type { Config } from '../../config.ts';

/** The settings of a run and the key it uses with its own service; null where none is needed. */
export type RunConfig = { config: Config; key: string | null };

const keyBytes = 32;

/** With the simulator nothing is to be reached from outside; with a real carrier the callbacks must come in. */
export function runConfig({ config }: { config: Config }): RunConfig {
  const keyed = config.API_KEYS.length === 0 ? { config, key: null } : withOwnKey(config);
  if (config.CARRIER === 'plivo') return keyed;
  return { ...keyed, config: { ...keyed.config, HOST: '127.0.0.1', PORT: 0, PUBLIC_URL: undefined } };
}

function withOwnKey(config: Config): RunConfig {
  const key = randomBytes(keyBytes).toString('hex');
  const hash = createHash('sha256').update(key).digest('hex');
  const own = { id: 'run', role: 'admin' as const, client: '*', hash };
  return { config: { ...config, API_KEYS: [...config.API_KEYS, own] }, key };
}
