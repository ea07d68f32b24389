import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { Step } from '../../domain/campaign/step.ts';
import { lacksConsent } from '../../domain/consent/consent.ts';
import type { ConsentRule } from '../../domain/consent/consent.ts';
import type { AddressKind } from '../../domain/contact/address.ts';
import type { Lines } from '../../domain/contact/lines.ts';
import { endOf, wayTo } from '../../domain/contact/reach.ts';
import type { Bar, Reach, Way } from '../../domain/contact/reach.ts';

/** Why a step of a contact is skipped. */
export type SkipReason = 'contact.no-address' | 'contact.address-suppressed' | 'contact.no-consent';

/** Whether a contact can be reached for a step. */
export type Outlook =
  /** `address` is the address to use; null for a step without contact. `lines`: see `wayTo`. */
  | { type: 'reachable'; address: string | null; lines: Lines | null }
  | { type: 'skip'; reason: SkipReason }
  /** No remaining step may contact the contact before `until`. `reason` is the reason of the suppression. */
  | ({ type: 'suppressed' } & Bar);

/**
 * Returns whether the contact can be reached at the step of that index. If it cannot, or if the person has not given a consent
 * that the campaign requires, the step is skipped. If a
 * suppression prevents all remaining steps, the contact ends, or waits until the suppression ends. For a step without contact the later steps decide, and
 * after the last step all steps.
 */
export function outlookOf({
  steps,
  step,
  channels,
  reach,
  optOut,
  perNumber,
  consent,
}: {
  steps: readonly Step[];
  step: number;
  channels: Pick<Channels, 'find'>;
  reach: Reach;
  /** The attempts of a number before the next one is tried; missing: all. */
  perNumber?: number | undefined;
  /** The channels for which the campaign requires a consent. */
  consent: ConsentRule | undefined;
  /** The opt-out of the person. */
  optOut: string | null;
}): Outlook {
  if (optOut !== null) return { type: 'suppressed', reason: optOut, until: null };
  const kindOf = ({ channel }: Step): AddressKind | null => channels.find(channel)?.addressKind ?? null;
  const current = steps[step];
  const kind = current ? kindOf(current) : null;
  const way: Way = kind === null ? { type: 'none' } : wayTo(reach, kind, perNumber);
  if (way.type === 'address' && current && lacksConsent(consent, current.channel, reach.consented))
    return { type: 'skip', reason: 'contact.no-consent' };
  if (way.type === 'address') return { type: 'reachable', address: way.address, lines: way.lines };
  const bar = barredBy({ steps, step, kindOf, reach });
  if (bar !== null) return { type: 'suppressed', ...bar };
  if (kind === null) return { type: 'reachable', address: null, lines: reach.lines ?? null };
  return { type: 'skip', reason: way.type === 'none' ? 'contact.no-address' : 'contact.address-suppressed' };
}

/**
 * Returns the suppression that prevents all steps from `step` on, the one that ends first; null if a step can reach the
 * contact, or without a suppression.
 */
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
}): Bar | null {
  if (reach.marks.length === 0) return null;
  const kindsOf = (some: readonly Step[]) => some.map(kindOf).filter((kind) => kind !== null);
  const left = kindsOf(steps.slice(step));
  const used = left.length > 0 ? left : kindsOf(steps);
  const kinds = used.length > 0 ? used : reach.addresses.slice(0, 1).map(({ kind }) => kind);
  let first: Bar | null = null;
  for (const kind of new Set(kinds)) {
    const way = wayTo(reach, kind);
    if (way.type === 'address') return null;
    if (way.type === 'barred' && (first === null || endOf(way) < endOf(first)))
      first = { reason: way.reason, until: way.until };
  }
  return first;
}
