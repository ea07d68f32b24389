import type { MiddlewareHandler } from 'hono';
import { RingmasterError } from '../../domain/errors.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { SystemClock } from '../../platform/clock.ts';
import type { AppEnv } from '../route.ts';

/** Stopping everything, or a client, and lifting that again is answered whatever else was asked. */
function isEmergencyStop(path: string): boolean {
  return /^\/v1\/(clients\/[^/]+\/)?(pause|resume)$/.test(path);
}

/** After a quiet time a key may send the requests of so many seconds at once. */
const burstSeconds = 10;

type Bucket = { tokens: number; at: number };

/**
 * At most so many requests a second for each API key, counted by this instance alone: a token bucket per key. What is
 * open is not counted, nor are emergency stops, nor is anybody where there are no keys.
 */
export function throttle({
  system,
  perSecond,
  isOpen,
}: {
  system: SystemClock;
  /** 0 sets no limit. */
  perSecond: number;
  isOpen: (path: string) => boolean;
}): MiddlewareHandler<AppEnv> {
  const most = perSecond * burstSeconds;
  const buckets = new Map<string, Bucket>();

  const bucketOf = (key: string): Bucket => {
    const at = system.monotonic();
    const known = buckets.get(key) ?? { tokens: most, at };
    const bucket = { tokens: Math.min(most, known.tokens + ((at - known.at) / 1000) * perSecond), at };
    buckets.set(key, bucket);
    return bucket;
  };

  return async (context, next) => {
    const caller = context.get('caller');
    if (perSecond > 0 && caller && !isOpen(context.req.path) && !isEmergencyStop(context.req.path)) {
      const bucket = bucketOf(`${caller.by} ${caller.client ?? everyClient}`);
      if (bucket.tokens < 1) throw tooMany({ perSecond, missing: 1 - bucket.tokens });
      bucket.tokens -= 1;
    }
    await next();
  };
}

function tooMany({ perSecond, missing }: { perSecond: number; missing: number }): RingmasterError {
  return new RingmasterError({
    code: 'request.too-many',
    family: 'overloaded',
    message: `This key sends more than ${perSecond} ${perSecond === 1 ? 'request' : 'requests'} a second; this one was not looked at.`,
    hint: 'Send it again after Retry-After; /v1/stream and /v1/ws tell what changes without asking again.',
    details: { retryAfterSeconds: Math.ceil(missing / perSecond), perSecond },
  });
}
