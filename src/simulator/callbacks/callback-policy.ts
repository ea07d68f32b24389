/** Why a try failed, as in the `rp` key: no connection, no answer in time, or the class of the status. */
export type FailureClass = 'ct' | 'rt' | '4xx' | '5xx';

/** How a callback is delivered. Times are milliseconds of the system clock. */
export type CallbackPolicy = {
  connectMs: number;
  readMs: number;
  totalMs: number;
  retries: number;
  retryOn: ReadonlySet<FailureClass>;
};

const failureClasses: readonly FailureClass[] = ['ct', 'rt', '4xx', '5xx'];

/**
 * Returns the delivery policy in the fragment of a callback URL: `#ct=2000&rt=5000&rc=5&rp=all`. Without one a
 * callback is repeated once after a failed connection or a read timeout, and never after an HTTP error. A value out
 * of range becomes the nearest allowed one.
 */
export function readCallbackPolicy(url: string): CallbackPolicy {
  const keys = new URLSearchParams(new URL(url).hash.slice(1));
  const number = (name: string, [low, high]: readonly [number, number], otherwise: number): number => {
    const value = Number(keys.get(name) ?? otherwise);
    return Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : otherwise;
  };
  return {
    connectMs: number('ct', [100, 10_000], 2000),
    readMs: number('rt', [100, 40_000], 40_000),
    totalMs: number('tt', [100, 55_000], 55_000),
    retries: Math.floor(number('rc', [0, 5], 1)),
    retryOn: retryClasses(keys.get('rp') ?? 'ct,rt'),
  };
}

function retryClasses(text: string): Set<FailureClass> {
  const named = text.split(',').map((name) => name.trim().toLowerCase());
  return new Set(failureClasses.filter((name) => named.includes(name) || named.includes('all')));
}
