import type { CampaignState } from '../../domain/campaign/campaign.ts';
import { timeInWords } from '../../rules/why/summary.ts';
import type { AskedLimits, Bound, WhatIfLimit, WhatIfView } from './what-if-view.ts';

const units: Readonly<Record<WhatIfLimit, string>> = {
  concurrent: 'at once',
  perSecond: 'a second',
  perHour: 'an hour',
  perDay: 'a day',
};

/** `20 at once and 5 a second`. */
function limitsInWords(asked: AskedLimits): string {
  const parts = (Object.keys(units) as WhatIfLimit[]).flatMap((name) =>
    asked[name] === undefined ? [] : [`${asked[name]} ${units[name]}`],
  );
  return parts.join(' and ');
}

function scopeInWords(scope: string): string {
  const [kind = '', ...rest] = scope.split(':');
  const name = rest.join(':');
  if (kind === 'account') return 'the provider account';
  if (kind === 'global') return 'the installation';
  if (kind === 'client') return `the client ${name}`;
  return kind === 'caller' ? `the caller ID ${name}` : `the limit ${scope}`;
}

function boundInWords({ limit, scope, cap, available }: Bound): string {
  const left = available < cap ? `, and others leave ${available} of them` : '';
  const whose = scopeInWords(scope);
  return `${whose.slice(0, 1).toUpperCase()}${whose.slice(1)} allows ${cap} ${units[limit]}${left}.`;
}

const minuteMs = 60_000;

/** `1 h 20 min earlier`, `20 min later`, or `no earlier`. */
function differenceInWords(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / minuteMs);
  if (minutes === 0) return 'no earlier';
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts = [days > 0 && `${days} d`, hours > 0 && `${hours} h`, days === 0 && rest > 0 && `${rest} min`];
  return `${parts.filter(Boolean).join(' ')} ${ms > 0 ? 'earlier' : 'later'}`;
}

const decisions: Readonly<Record<WhatIfView['decidedBy'], string>> = {
  concurrent: 'The number of attempts at once still delays the end most.',
  perSecond: 'The starts per second then delay the end most.',
  perHour: 'The quota of the hour then delays the end most.',
  perDay: 'The quota of the day, or the warm-up, then delays the end most.',
  other:
    'Higher limits of the campaign would not help: calling hours, delays between attempts and the limits beyond it decide.',
};

/** Returns the answer in words: the end, the difference, what does not allow it, and what decides the end. */
export function whatIfSummary({
  asked,
  current,
  changed,
  bounds,
  decidedBy,
  at,
  state,
}: Omit<WhatIfView, 'summary' | 'asOf' | 'unlimited'> & { at: number; state: CampaignState }): string {
  if (!current || !changed)
    return `No end can be estimated: the campaign is ${state}, or what it waits for has no known end.`;
  const [before, after] = [Date.parse(current.likely), Date.parse(changed.likely)];
  const end = timeInWords({ at: after, now: at, timeZone: 'UTC' });
  return [
    `At ${limitsInWords(asked)}: done ${end}, ${differenceInWords(before - after)}.`,
    ...bounds.map(boundInWords),
    decisions[decidedBy],
  ].join(' ');
}
