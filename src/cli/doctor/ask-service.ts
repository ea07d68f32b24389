import { readClientConfig } from '../../config.ts';
import type { Environment } from '../../config.ts';

const timeoutMs = 5_000;

/** The detail of a check that needs a key. */
export const keyRequired = 'not checked: the service requires a key. Set RINGMASTER_KEY';

/** Returns the JSON that the running service answers on a path; null if it requires another key. Throws without an answer. */
export async function askService({
  url,
  environment,
  path,
}: {
  url: string;
  environment: Environment;
  path: string;
}): Promise<unknown> {
  const { key } = readClientConfig({ environment });
  const response = await fetch(new URL(path, url), {
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status === 401 || response.status === 403) return null;
  return response.json();
}
