import { urlUnder } from '../../platform/url-under.ts';

const timeoutMs = 2_000;

/** Whether a Ringmaster service answers at a URL. */
export async function isOurs(url: string): Promise<boolean> {
  try {
    const response = await fetch(urlUnder(url, '/healthz'), { signal: AbortSignal.timeout(timeoutMs) });
    return ((await response.json()) as { status?: unknown }).status === 'alive';
  } catch {
    return false;
  }
}
