import { z } from 'zod';
import { readConfig } from '../../config.ts';
import type { Config } from '../../config.ts';
import { urlUnder } from '../../platform/url-under.ts';
import { readAddress } from '../folder/address-file.ts';
import type { Cli } from '../cli.ts';
import { checkServedCampaigns, checkStoredCampaigns } from './examine-campaigns.ts';
import { examineBus } from './examine-bus.ts';
import { checkDatabase } from './examine-database.ts';
import { checkFolder, checkStore } from './examine-folder.ts';
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
export async function examine({ cli }: { cli: Cli }): Promise<Finding[]> {
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
  const others = [
    node,
    { what: 'settings', ok: true, detail: `HOST ${HOST}, STORE ${STORE}, BUS ${BUS}, CARRIER ${CARRIER}` },
    checkFolder(config),
    store,
    ...database,
    ...(await examineBus(config)),
    isServing ? await checkService(address.url) : await checkPort(config),
    await checkCarrier(config),
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

async function checkCarrier(config: Config): Promise<Finding> {
  const what = 'carrier';
  const { CARRIER, CARRIER_URL, PLIVO_AUTH_ID: id, PLIVO_AUTH_TOKEN: token } = config;
  if (CARRIER === 'simulator') {
    if (CARRIER_URL === undefined) {
      return { what, ok: true, detail: 'SIMULATOR inside the service: no real calls' };
    }
    const ok = await answers(urlUnder(CARRIER_URL, '/control/stats'));
    const detail = ok ? `SIMULATOR at ${CARRIER_URL}: no real calls` : `nothing answers at ${CARRIER_URL}`;
    return { what, ok, detail };
  }
  const url = urlUnder(
    CARRIER_URL ?? 'https://api.plivo.com',
    `/v1/Account/${encodeURIComponent(id ?? '')}/`,
  );
  try {
    const authorization = `Basic ${Buffer.from(`${id ?? ''}:${token ?? ''}`).toString('base64')}`;
    const response = await fetch(url, {
      headers: { authorization },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { ok, status } = response;
    if (ok && (await namesAccount(response, id)))
      return { what, ok, detail: 'Plivo answers and knows the account' };
    if (ok)
      return {
        what,
        ok: false,
        detail: `${url.origin} answers, but not as Plivo does: check whether a proxy answers instead`,
      };
    const hint = status === 401 ? ': check PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN' : '';
    return { what, ok, detail: `Plivo answered HTTP ${status}${hint}` };
  } catch {
    return { what, ok: false, detail: `nothing answers at ${url.origin}` };
  }
}

/** Whether an answer is that of Plivo about the account, and not the page of a proxy. */
async function namesAccount(response: Response, id: string | undefined): Promise<boolean> {
  const body: unknown = await response.json().catch(() => null);
  return z.object({ auth_id: z.literal(id ?? '') }).safeParse(body).success;
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
