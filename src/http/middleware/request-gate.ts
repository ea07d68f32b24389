import { RingmasterError } from '../../domain/errors.ts';

/** Counts the requests that run, and refuses further ones when the instance stops. */
export type RequestGate = {
  /** Runs a request. Throws `service.stopping` once the gate is closed. */
  enter: (run: () => Promise<void>) => Promise<void>;
  /** Lets no further request in. Resolves once none runs. */
  close: () => Promise<void>;
};

/** An open gate. */
export function createRequestGate(): RequestGate {
  const idle = Promise.withResolvers<void>();
  let isClosed = false;
  let running = 0;
  const settle = (): void => {
    if (isClosed && running === 0) idle.resolve();
  };
  return {
    async enter(run) {
      if (isClosed) throw stopping();
      running += 1;
      try {
        await run();
      } finally {
        running -= 1;
        settle();
      }
    },
    close() {
      isClosed = true;
      settle();
      return idle.promise;
    },
  };
}

function stopping(): RingmasterError {
  return new RingmasterError({
    code: 'service.stopping',
    family: 'overloaded',
    message: 'This instance is stopping. The request was not handled, and nothing was changed.',
    hint: 'Send it again after Retry-After. Another instance or the next start answers it.',
  });
}
