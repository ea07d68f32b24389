import { shortTime } from '../text/times.ts';

/** A sender as the API shows it, as far as a line needs it. */
export type SenderLineView = {
  number: string;
  label: string | null;
  tags: readonly string[];
  status: string;
  quarantine: { cause: string; reason: string | null; until: string | null } | null;
  limits: { concurrent: number | null; perDay: number | null };
  use: { open: number; today: number };
  health: {
    attempts: number;
    answerRate: number | null;
    short: number;
    blocked: number;
    lastUsedAt: string | null;
  };
};

export const senderTitles: readonly string[] = [
  'NUMBER',
  'POOLS',
  'STATUS',
  'OPEN',
  'TODAY',
  'CALLS 7 D',
  'ANSWERED',
  'SHORT',
  'BLOCKED',
  'LAST USED (UTC)',
  'LABEL',
];

/** Returns the cells of one sender, in the order of the titles. */
export function senderRow({ number, tags, label, limits, use, health, ...sender }: SenderLineView): string[] {
  return [
    number,
    tags.join(', '),
    statusText(sender),
    ofLimit(use.open, limits.concurrent),
    ofLimit(use.today, limits.perDay),
    String(health.attempts),
    health.answerRate === null ? '' : `${(health.answerRate * 100).toFixed(1)} %`,
    String(health.short),
    String(health.blocked),
    shortTime(health.lastUsedAt),
    label ?? '',
  ];
}

function statusText({ status, quarantine }: Pick<SenderLineView, 'status' | 'quarantine'>): string {
  if (status !== 'quarantined' || !quarantine) return status;
  const until = quarantine.until === null ? '' : ` until ${shortTime(quarantine.until)}`;
  return `quarantined${until} (${quarantine.cause})`;
}

function ofLimit(used: number, limit: number | null): string {
  return limit === null ? String(used) : `${used}/${limit}`;
}
