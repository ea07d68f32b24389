import { setTimeout as wait } from 'node:timers/promises';
import { phoneOf } from '../people.ts';

/** The last two digits below this select how the carrier answers. */
const firstDrawn = 15;
const lookMs = 1_000;
const againMs = 250;
const withinMs = 120_000;

/** Creates the function that returns that many new numbers, which the carrier answers by chance. */
export function createNumbers(): (count: number) => readonly string[] {
  let row = 0;
  return (count) => {
    const numbers: string[] = [];
    while (numbers.length < count) {
      const phone = phoneOf((row += 1));
      if (Number(phone.slice(-2)) >= firstDrawn) numbers.push(phone);
    }
    return numbers;
  };
}

export type Progress = { state: string; remaining: number };

/** A client of the service that repeats a request that was answered with 5xx or not at all. */
export type CampaignClient = {
  /** Creates, fills and starts a campaign of one call, at any hour. */
  start: (input: {
    name: string;
    numbers: readonly string[];
    limits: { concurrent: number; perSecond: number };
    /** The maximum number of calls of a contact. */
    attempts: number;
  }) => Promise<void>;
  archive: (name: string) => Promise<void>;
  /** Resolves with the last progress of a campaign once it has ended. */
  untilEnded: (name: string) => Promise<Progress>;
  /** The number of requests that were repeated. */
  repeated: () => number;
};

export function createCampaignClient({ url }: { url: string }): CampaignClient {
  let [requests, repeated] = [0, 0];

  const send = async (path: string, body?: object | string): Promise<unknown> => {
    const isText = typeof body === 'string';
    const init = {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'content-type': isText ? 'text/csv' : 'application/json',
        ...(body !== undefined && { 'idempotency-key': `bench-${(requests += 1)}` }),
      },
      ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
    };
    const giveUpAt = performance.now() + withinMs;
    for (;;) {
      const answer = await fetch(`${url}/v1/campaigns${path}`, init).catch(
        (error: unknown) => error as Error,
      );
      if (!(answer instanceof Error)) {
        const text = await answer.text();
        if (answer.ok) return JSON.parse(text) as unknown;
        if (answer.status < 500 || performance.now() > giveUpAt)
          throw new Error(`${path}: ${answer.status} ${text}`);
      } else if (performance.now() > giveUpAt) throw answer;
      repeated += 1;
      await wait(againMs);
    }
  };

  return {
    async start({ name, numbers, limits, attempts }) {
      await send('', definitionOf({ name, limits, attempts }));
      const lines = numbers.map((number) => `${number},America/New_York`);
      await send(`/${name}/contacts`, ['phone,timezone', ...lines, ''].join('\n'));
      await send(`/${name}/start`, {});
    },
    archive: async (name) => void (await send(`/${name}/archive`, {})),
    async untilEnded(name) {
      for (;;) {
        const progress = (await send(`/${name}/progress`)) as Progress;
        if (progress.state === 'completed') return progress;
        await wait(lookMs);
      }
    },
    repeated: () => repeated,
  };
}

function definitionOf({
  name,
  limits,
  attempts,
}: {
  name: string;
  limits: { concurrent: number; perSecond: number };
  attempts: number;
}): object {
  return {
    name,
    client: 'bench',
    steps: [
      {
        id: 'only',
        channel: 'voice',
        from: '+12025550100',
        flow: [{ gather: { speak: 'Press 1 or 9.', on: { '1': 'confirmed', '9': 'opt-out' } } }],
      },
    ],
    sendWindow: { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' },
    rateLimits: limits,
    retry: { maxAttempts: attempts, maxPerDay: 6, backoff: { first: '10s' } },
  };
}
