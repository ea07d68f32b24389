import type { MiddlewareHandler } from 'hono';
import { RingmasterError } from '../../domain/errors.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { SystemClock } from '../../platform/clock.ts';
import type { AppEnv } from '../route.ts';
import { pageViewer } from '../in-process.ts';

/** Whether a request orders or lifts an emergency stop. Such requests are never throttled. */
function isEmergencyStop(path: string): boolean {
  return /^\/v1\/(clients\/[^/]+\/)?(pause|resume)$/.test(path);
}

/** After a time without requests a key may send the requests of this many seconds at once. */
const burstSeconds = 10;

type Bucket = { tokens: number; at: number };

/**
 * Creates the middleware that limits the requests per second of each API key, with a token bucket per key and
 * instance. Open routes, emergency stops and calls that pages make in process are not counted. Throws `request.too-many`.
 */
export function throttle({
  system,
  perSecond,
  isOpen,
}: {
  system: SystemClock;
  /** The maximum; 0 means no limit. */
  perSecond: number;
  isOpen: (path: string) => boolean;
}): MiddlewareHandler<AppEnv> {
  const capacity = perSecond * burstSeconds;
  const buckets = new Map<string, Bucket>();

  const bucketOf = (key: string): Bucket => {
    const at = system.monotonic();
    const known = buckets.get(key) ?? { tokens: capacity, at };
    const bucket = { tokens: Math.min(capacity, known.tokens + ((at - known.at) / 1000) * perSecond), at };
    buckets.set(key, bucket);
    return bucket;
  };

  return async (context, next) => {
    const caller = context.get('caller');
    const isOfPage = pageViewer(context) !== null;
    if (
      perSecond > 0 &&
      caller &&
      !isOfPage &&
      !isOpen(context.req.path) &&
      !isEmergencyStop(context.req.path)
    ) {
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
    message: `This key sends more than ${perSecond} ${perSecond === 1 ? 'request' : 'requests'} per second; this request was not handled.`,
    hint: 'Send it again after Retry-After. /v1/stream and /v1/ws send changes without repeated requests.',
    details: { retryAfterSeconds: Math.ceil(missing / perSecond), perSecond },
  });
}
