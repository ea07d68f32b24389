import type { Bus, BusMessage } from '../../messaging/contract.ts';
import type { SystemClock } from '../../platform/clock.ts';

/** Waits for one message, or until the time is up: messages may be lost. */
export async function awaitMessage({
  bus,
  system,
  subject,
  timeoutMs,
  isIt,
}: {
  bus: Bus;
  system: SystemClock;
  subject: string;
  timeoutMs: number;
  isIt: (message: BusMessage) => boolean;
}): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = system.at(system.now() + timeoutMs, resolve);
  const unsubscribe = await bus.subscribe({ subject, handle: (message) => isIt(message) && resolve() });
  await promise;
  cancel();
  unsubscribe();
}
