import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { Step } from '../../domain/campaign/step.ts';
import { senderStatus } from '../../domain/sender/sender.ts';
import type { Sender } from '../../domain/sender/sender.ts';

type Asked = {
  channels: Pick<Channels, 'sendersOf'>;
  senders?: readonly Sender[];
  step: Step;
  now: number;
};

/** The addresses that a step may use now. One that is not registered has no status. */
export function usableSenders({ channels, senders = [], step, now }: Asked): string[] {
  const choice = channels.sendersOf(step);
  if (!choice) return [];
  const { pool, addresses } = choice;
  const known = new Map(senders.map((sender) => [sender.address, sender]));
  const all =
    addresses ?? senders.flatMap(({ tags, address }) => (tags.includes(pool ?? '') ? [address] : []));
  return all.filter((address) => {
    const sender = known.get(address);
    return !sender || senderStatus(sender, now) === 'active';
  });
}

/** Whether no sender of these steps may be used now, and when the first of them returns. Null if one may. */
export function missingSenders({
  steps,
  ...asked
}: Omit<Asked, 'step'> & { steps: readonly Step[] }): { until: number | null } | null {
  const { channels, senders = [], now } = asked;
  const withSenders = steps.filter((step) => channels.sendersOf(step) !== null);
  const contacting = withSenders.length;
  if (contacting === 0 || withSenders.some((step) => usableSenders({ ...asked, step }).length > 0))
    return null;
  const chosen = withSenders.flatMap((step) => {
    const choice = channels.sendersOf(step);
    return senders.filter(
      ({ address, tags }) => choice?.addresses?.includes(address) ?? tags.includes(choice?.pool ?? ''),
    );
  });
  const returns = chosen.flatMap(({ mode, quarantine }) => {
    const until = mode === 'active' ? (quarantine?.until ?? null) : null;
    return until !== null && until > now ? [until] : [];
  });
  return { until: returns.length > 0 ? Math.min(...returns) : null };
}
