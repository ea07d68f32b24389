import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { Step } from '../../domain/campaign/step.ts';
import type { AddressKind } from '../../domain/contact/address.ts';
import { wayTo } from '../../domain/contact/reach.ts';
import type { Reach, Way } from '../../domain/contact/reach.ts';

/** Why a step of a contact is skipped. */
export type SkipReason = 'contact.no-address' | 'contact.address-suppressed';

/** Whether a contact can be reached for a step. */
export type Outlook =
  /** `address`: the one to use; null for a step that contacts no one. */
  | { type: 'reachable'; address: string | null }
  | { type: 'skip'; reason: SkipReason }
  /** No step that is left may contact them. `reason`: that of the suppression. */
  | { type: 'suppressed'; reason: string };

/**
 * Judges the step of that index. A contact who may not be reached for it skips it, unless no step that is left may
 * contact them because of a suppression: then they end. A step that contacts no one is judged by the steps behind it, and
 * behind the last step by all of them.
 */
export function outlookOf({
  steps,
  step,
  channels,
  reach,
  optOut,
}: {
  steps: readonly Step[];
  step: number;
  channels: Pick<Channels, 'find'>;
  reach: Reach;
  /** That of the person. */
  optOut: string | null;
}): Outlook {
  if (optOut !== null) return { type: 'suppressed', reason: optOut };
  const kindOf = ({ channel }: Step): AddressKind | null => channels.find(channel)?.addressKind ?? null;
  const current = steps[step];
  const kind = current ? kindOf(current) : null;
  const way: Way = kind === null ? { type: 'none' } : wayTo(reach, kind);
  if (way.type === 'address') return { type: 'reachable', address: way.address };
  const bar = barredBy({ steps, step, kindOf, reach });
  if (bar !== null) return { type: 'suppressed', reason: bar };
  if (kind === null) return { type: 'reachable', address: null };
  return { type: 'skip', reason: way.type === 'none' ? 'contact.no-address' : 'contact.address-suppressed' };
}

/** The suppression because of which no step from `step` on can reach the contact; null if one can, or nothing bars it. */
function barredBy({
  steps,
  step,
  kindOf,
  reach,
}: {
  steps: readonly Step[];
  step: number;
  kindOf: (step: Step) => AddressKind | null;
  reach: Reach;
}): string | null {
  if (reach.marks.length === 0) return null;
  const kindsOf = (some: readonly Step[]) => some.map(kindOf).filter((kind) => kind !== null);
  const left = kindsOf(steps.slice(step));
  const used = left.length > 0 ? left : kindsOf(steps);
  const kinds = used.length > 0 ? used : reach.addresses.slice(0, 1).map(({ kind }) => kind);
  let reason: string | null = null;
  for (const kind of new Set(kinds)) {
    const way = wayTo(reach, kind);
    if (way.type === 'address') return null;
    if (way.type === 'barred') reason ??= way.reason;
  }
  return reason;
}
