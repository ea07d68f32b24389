import { urlUnder } from '../../platform/url-under.ts';

const patienceMs = 2_000;

/** Whether a Ringmaster service answers at an address. */
export async function isOurs(url: string): Promise<boolean> {
  try {
    const response = await fetch(urlUnder(url, '/healthz'), { signal: AbortSignal.timeout(patienceMs) });
    return ((await response.json()) as { status?: unknown }).status === 'alive';
  } catch {
    return false;
  }
}
