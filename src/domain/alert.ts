export const alertCodes = [
  'failure-rate',
  'nothing-sent',
  'answer-rate',
  'unknown-attempts',
  'no-sender',
  'abandonment',
  'takeovers',
  'disk',
  'memory',
  'event-loop',
  'webhook-failing',
] as const;
export type AlertCode = (typeof alertCodes)[number];

/** An alert in force: about one campaign, one instance, or the webhooks of one client. Times are store time in milliseconds. */
export type Alert = {
  /** One for each code and campaign, instance or client: see `alertId`. */
  id: string;
  code: AlertCode;
  /** `*` for an alert about an instance. */
  client: string;
  campaign: string | null;
  instance: string | null;
  /** When it was raised. */
  since: number;
  /** When it was last told: raised or repeated. */
  toldAt: number;
  /** What it is, in one sentence without personal data. */
  detail: string;
};

/** What an alert is about. */
export type AlertSubject = Pick<Alert, 'client' | 'campaign' | 'instance'>;

export function alertId({
  code,
  client,
  campaign,
  instance,
}: Pick<Alert, 'code' | 'client' | 'campaign' | 'instance'>): string {
  return `${code} ${campaign ?? instance ?? client}`;
}
