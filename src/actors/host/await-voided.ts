import type { Bus } from '../../messaging/contract.ts';
import type { SystemClock } from '../../platform/clock.ts';

/**
 * Waits until the owner of a campaign reports that its permits are void since a command of the revision `rev` or a
 * later one. Waits no longer than `timeoutMs`, because a message may be lost.
 */
export async function awaitVoided({
  bus,
  system,
  campaign,
  rev,
  timeoutMs,
}: {
  bus: Bus;
  system: SystemClock;
  campaign: string;
  rev: number;
  timeoutMs: number;
}): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = system.at(system.now() + timeoutMs, resolve);
  const unsubscribe = await bus.subscribe({
    subject: 'campaigns.voided',
    handle: (message) => message.campaign === campaign && message.rev >= rev && resolve(),
  });
  await promise;
  cancel();
  unsubscribe();
}
