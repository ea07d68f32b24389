import type { Config } from '../../../config.ts';
import type { SystemClock } from '../../../platform/clock.ts';
import { urlUnder } from '../../../platform/url-under.ts';

const timeoutMs = 5_000;
const plivoUrl = 'https://api.plivo.com';

/** An answer of the carrier. `body` is undefined if it is not JSON. */
export type CarrierAnswer = {
  status: number;
  body: unknown;
  /** How far the clock of this machine is ahead of the carrier's, in ms; null if the carrier does not say its time. */
  aheadMs: number | null;
};

/** Asks for a resource below the account. Null if nothing answers. */
export type AskCarrier = (path: string) => Promise<CarrierAnswer | null>;

export function carrierUrl({ CARRIER_URL }: Pick<Config, 'CARRIER_URL'>): string {
  return CARRIER_URL ?? plivoUrl;
}

export function createAskCarrier({ config, system }: { config: Config; system: SystemClock }): AskCarrier {
  const { PLIVO_AUTH_ID: id = '', PLIVO_AUTH_TOKEN: token = '' } = config;
  const authorization = `Basic ${Buffer.from(`${id}:${token}`).toString('base64')}`;
  return async (path) => {
    const url = urlUnder(carrierUrl(config), `/v1/Account/${encodeURIComponent(id)}/${path}`);
    const askedAt = system.now();
    try {
      const response = await fetch(url, {
        headers: { authorization },
        signal: AbortSignal.timeout(timeoutMs),
        redirect: 'manual',
      });
      const aheadMs = aheadOf({ date: response.headers.get('date'), askedAt, answeredAt: system.now() });
      const body: unknown = await response.json().catch(() => undefined);
      return { status: response.status, body, aheadMs };
    } catch {
      return null;
    }
  };
}

/** A `Date` header has whole seconds and was written between the request and its answer; the distance to that span. */
function aheadOf({
  date,
  askedAt,
  answeredAt,
}: {
  date: string | null;
  askedAt: number;
  answeredAt: number;
}): number | null {
  const second = Date.parse(date ?? '');
  if (Number.isNaN(second)) return null;
  if (askedAt > second + 1000) return askedAt - second - 1000;
  return answeredAt < second ? answeredAt - second : 0;
}
