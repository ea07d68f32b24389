import { sleep } from '../../src/platform/clock.ts';
import { createSystemClock } from '../../src/platform/system-clock.ts';

const retryMs = 40;

export type Answer = { status: number; body: Record<string, unknown> };

export type PatientClient = {
  /** Repeats a request until the service answers it, also across crashes; 4xx is an answer as well. */
  insist: (input: {
    method: 'GET' | 'POST' | 'PATCH';
    path: string;
    /** Creates the body for each try. */
    body?: () => string | ReadableStream<Uint8Array>;
    type?: string;
    key?: string;
  }) => Promise<Answer>;
  /** Sends one try; null without an answer or with 5xx. */
  attempt: (input: Parameters<PatientClient['insist']>[0]) => Promise<Answer | null>;
};

/** An HTTP client for a service that may be killed at any moment. */
export function createPatientClient({
  url,
  assertAlive,
  timeoutMs = null,
}: {
  /** Returns the address for each try. */
  url: () => string;
  assertAlive: () => void;
  /** The maximum time of a try. Null: no limit. */
  timeoutMs?: number | null;
}): PatientClient {
  const system = createSystemClock();

  const attempt: PatientClient['attempt'] = async ({
    method,
    path,
    body,
    type = 'application/json',
    key,
  }) => {
    try {
      const response = await fetch(`${url()}${path}`, {
        method,
        headers: { 'content-type': type, ...(key !== undefined && { 'idempotency-key': key }) },
        ...(body && { body: body(), duplex: 'half' }),
        ...(timeoutMs !== null && { signal: AbortSignal.timeout(timeoutMs) }),
      });
      const text = await response.text();
      if (response.status >= 500) return null;
      return { status: response.status, body: JSON.parse(text) as Record<string, unknown> };
    } catch (error) {
      if (error instanceof SyntaxError) throw error;
      return null;
    }
  };

  return {
    attempt,
    async insist(input) {
      for (;;) {
        assertAlive();
        const answer = await attempt(input);
        if (answer) return answer;
        await sleep({ clock: system, ms: retryMs });
      }
    },
  };
}
