import { createHash, randomBytes } from 'node:crypto';
import type { Config } from '../config.ts';
import { RingmasterError } from '../domain/errors.ts';
import type { Cli } from './cli.ts';
import type { RunInput } from './run-input.ts';
import { usageError } from './errors.ts';

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

/** Real people are called only after somebody said so. */
export async function confirmRealCalls({
  cli,
  config,
  input: { campaign, list, isDefault },
  isSure,
}: {
  cli: Cli;
  config: Config;
  input: RunInput;
  isSure: boolean;
}): Promise<void> {
  if (config.CARRIER === 'simulator') return;
  if (isDefault) {
    throw usageError(
      'Real people are only called with a campaign file.',
      'For instance: ringmaster run campaign.yaml leads.csv',
    );
  }
  if (isSure) return;
  const question = `This calls the people in ${list.path} for real, over ${config.CARRIER}, as ${campaign.definition.name}. Go on? [y/N] `;
  const answer = cli.ask ? await cli.ask(question) : '';
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw new RingmasterError({
    code: 'run.not-confirmed',
    family: 'refused',
    message: 'Nobody was called.',
    hint: cli.ask ? 'Answer y to go on.' : 'Say --yes to call real people without being asked.',
  });
}
