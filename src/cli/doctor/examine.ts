import { z } from 'zod';
import { readConfig } from '../../config.ts';
import type { Config } from '../../config.ts';
import { urlUnder } from '../../platform/url-under.ts';
import { readAddress } from '../folder/address-file.ts';
import type { Client } from '../api/client.ts';
import type { Cli } from '../cli.ts';
import type { VerbInput } from '../verb.ts';
import { checkServedCampaigns, checkStoredCampaigns } from './examine-campaigns.ts';
import { examineBus } from './examine-bus.ts';
import { checkDatabase } from './examine-database.ts';
import { checkFolder, checkStore, isReadable } from './examine-folder.ts';
import { examineCarrier } from './carrier/examine-carrier.ts';
import { examinePublicUrl } from './public-url/examine-public-url.ts';
import { checkWebhooks } from './examine-webhooks.ts';
import { failed } from './finding.ts';
import type { Finding } from './finding.ts';
import { listen } from '../listener/listener.ts';
import { nameHolder } from '../service/other-service.ts';

const timeoutMs = 5_000;
const oldestNode = 24;
const readinessSchema = z.object({
  dependencies: z.record(z.string(), z.object({ ok: z.boolean(), detail: z.string().optional() })),
});

/** Checks everything that a service needs. Changes nothing. */
export async function examine({
  cli,
  connect,
}: {
  cli: Cli;
  connect: VerbInput['connect'];
}): Promise<Finding[]> {
  const major = Number(process.versions.node.split('.')[0]);
  const node: Finding = {
    what: 'Node',
    ok: major >= oldestNode,
    detail: `${process.version}${major >= oldestNode ? '' : `; ${oldestNode} or later is required`}`,
  };
  let config: Config;
  try {
    config = readConfig({ environment: cli.environment });
  } catch (error) {
    return [node, failed('settings', error)];
  }
  const address = readAddress({ folder: config.DATA_DIR });
  const isServing = address !== null && (await answers(urlUnder(address.url, '/healthz')));
  const { STORE, BUS, CARRIER, HOST } = config;
  const [store, ...database] =
    config.STORE === 'mongodb'
      ? await checkDatabase({ config, system: cli.system })
      : ([checkStore(config, isServing)] as const);
  const campaigns = isServing
    ? await checkServedCampaigns({ url: address.url, environment: cli.environment })
    : STORE === 'mongodb'
      ? { what: 'campaigns', ok: true, detail: 'asked of a service that runs' }
      : checkStoredCampaigns(config, store);
  const readClient = (): Promise<Client> =>
    isServing || isReadable(config)
      ? connect({ reads: true })
      : Promise.reject(new Error('there is no store that can be read without a change'));
  const others = [
    node,
    { what: 'settings', ok: true, detail: `HOST ${HOST}, STORE ${STORE}, BUS ${BUS}, CARRIER ${CARRIER}` },
    checkFolder(config),
    store,
    ...database,
    ...(await examineBus(config)),
    isServing ? await checkService(address.url) : await checkPort(config),
    ...(await examineCarrier({ config, system: cli.system, readClient })),
    ...(await examinePublicUrl({ config, serviceUrl: isServing ? address.url : null })),
    ...(isServing ? [await checkWebhooks({ url: address.url, environment: cli.environment })] : []),
  ];
  // A failed check of campaigns is first, because it stops every call.
  return campaigns.ok || !store.ok ? [...others, campaigns] : [campaigns, ...others];
}

async function checkPort(config: Config): Promise<Finding> {
  const { HOST, PORT } = config;
  const what = 'port';
  try {
    const listener = await listen({ host: HOST, port: PORT });
    await listener.close({ graceMs: 0 });
    return { what, ok: true, detail: `${HOST}:${PORT} is free` };
  } catch (error) {
    return failed(what, await nameHolder({ error, config }));
  }
}

/** Checks that the running service is ready. The service shows reasons only if it requires no key. */
async function checkService(url: string): Promise<Finding> {
  const what = 'service';
  try {
    const response = await fetch(urlUnder(url, '/readyz'), { signal: AbortSignal.timeout(timeoutMs) });
    const { dependencies } = readinessSchema.parse(await response.json());
    const bad = Object.entries(dependencies).filter(([, { ok }]) => !ok);
    const troubles = bad.map(([name, { detail }]) => (detail === undefined ? name : `${name}: ${detail}`));
    const ok = response.ok;
    const state = ok ? 'answers' : 'is not ready';
    return { what, ok, detail: [`the one at ${url} ${state}`, ...troubles].join('; ') };
  } catch (error) {
    return failed(what, error);
  }
}

async function answers(url: URL): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })).ok;
  } catch {
    return false;
  }
}
