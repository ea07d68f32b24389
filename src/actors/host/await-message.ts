import type { Bus, BusMessage, Subject } from '../../messaging/contract.ts';
import type { SystemClock } from '../../platform/clock.ts';

/** Waits for one message, at most for the given time: messages may be lost. */
export async function awaitMessage<Name extends Subject>({
  bus,
  system,
  subject,
  timeoutMs,
  isIt,
}: {
  bus: Bus;
  system: SystemClock;
  subject: Name;
  timeoutMs: number;
  isIt: (message: BusMessage<Name>) => boolean;
}): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = system.at(system.now() + timeoutMs, resolve);
  const unsubscribe = await bus.subscribe({ subject, handle: (message) => isIt(message) && resolve() });
  await promise;
  cancel();
  unsubscribe();
}
