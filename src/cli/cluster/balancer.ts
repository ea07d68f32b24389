import { proxy } from 'hono/proxy';
import { listen } from '../listener/listener.ts';

/** A load balancer of the demo: one address in front of several instances. */
export type Balancer = {
  url: string;
  /** Replaces the addresses of the instances. */
  setTargets: (urls: readonly string[]) => void;
  close: () => Promise<void>;
};

const unavailable = 503;

/**
 * Starts a load balancer on a free port of the loopback interface. Requests are distributed in turn. A request without
 * an answer is sent to the next instance: callbacks of the carrier may arrive any number of times.
 */
export async function startBalancer(): Promise<Balancer> {
  const listener = await listen({ host: '127.0.0.1', port: 0 });
  let targets: readonly string[] = [];
  let next = 0;
  const inTurn = (): readonly string[] => {
    next = (next + 1) % Math.max(1, targets.length);
    return [...targets.slice(next), ...targets.slice(0, next)];
  };
  listener.answerWith(async (request) => {
    const { pathname, search } = new URL(request.url);
    const { signal } = request;
    const body = request.body === null ? null : await request.arrayBuffer();
    for (const target of inTurn()) {
      try {
        const raw = new Request(request.url, {
          method: request.method,
          headers: headersFor(request, target),
          signal,
        });
        return await proxy(new URL(`${pathname}${search}`, target), { raw, body, redirect: 'manual' });
      } catch {
        // This instance is down.
      }
    }
    return new Response('no instance answers', { status: unavailable });
  });
  return {
    url: listener.url,
    setTargets: (urls) => (targets = urls),
    close: () => listener.close({ graceMs: 0 }),
  };
}

/** An instance takes forms from its own pages only: pages of this address are its own. */
function headersFor({ url, headers }: Request, target: string): Headers {
  const forwarded = new Headers(headers);
  if (headers.get('origin') === new URL(url).origin) forwarded.set('origin', new URL(target).origin);
  return forwarded;
}
