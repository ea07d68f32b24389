import stringWidth from 'string-width';
import type { Output } from '../terminal/output.ts';
import { fitted } from '../terminal/output.ts';
import { bar, percentText, defaultBarWidth } from '../terminal/progress-bar.ts';
import { cityOf, clockTime } from './times.ts';
import type { CanaryView, NoticeView, ProgressView, Reason, WhyView } from '../api/views.ts';

/** The words for each reason on the screen. */
const reasonWords: Readonly<Record<string, string>> = {
  'campaign.draft': 'not started',
  'campaign.scheduled': 'scheduled',
  'campaign.paused': 'paused',
  'campaign.cancelling': 'being cancelled',
  'campaign.ended': 'not contacted',
  'emergency.stop': 'under the emergency stop',
  'campaign.no-owner': 'without a service',
  'clock.unknown': 'wait for the time of the database',
  'canary.verdict': 'wait for the canary',
  'provider.down': 'wait for the provider',
  'provider.throttled': 'wait for the provider',
  'contact.paused': 'paused individually',
  'contact.review': 'in review',
  'contact.observing': 'observed after the last step',
  'contact.suppressed': 'do not contact yet',
  'window.closed': 'outside hours',
  'window.never': 'no hours allowed',
  'attempts.per-day': 'no attempts left today',
  'attempts.per-24-hours': 'no attempts left in 24 hours',
  'attempts.per-week': 'no attempts left in 7 days',
  'attempts.per-30-days': 'no attempts left in 30 days',
  'retry.waiting': 'retry later',
  'step.waiting': 'next step later',
  'callback.waiting': 'called back on request',
  'person.busy': 'busy in another campaign',
  'quota.daily': 'daily quota',
  'budget.campaign': 'budget: open calls',
  'budget.client': 'budget of the client',
  'budget.no-rate': 'budget: no rate',
  'quota.warm-up': 'warm-up: next day',
  'quota.hourly': 'hourly quota',
  'limit.concurrent': 'queued',
  'bots.none-free': 'queued',
  'limit.per-second': 'queued',
  'attempt.in-flight': 'in a call',
};

/** Returns `10 in a call 71 retry later`: contacts in flight first, then the other reasons, each once. */
export function reasonsText(reasons: readonly Reason[]): string {
  const counts = new Map<string, number>();
  const inFlightFirst = [...reasons].sort((left, right) => rankOf(left) - rankOf(right));
  for (const { code, contacts } of inFlightFirst) {
    const words = reasonWords[code] ?? code;
    counts.set(words, (counts.get(words) ?? 0) + contacts);
  }
  return [...counts].map(([words, contacts]) => `${contacts} ${words}`).join('   ');
}

function rankOf({ code }: Reason): number {
  return code === 'attempt.in-flight' ? 0 : 1;
}

/** Returns `running, dispatching`, or `running, emergency stop` if a notice stops the campaign. */
export function stateText({
  state,
  doing,
  notices,
}: {
  state: string;
  doing: string | null;
  notices: readonly NoticeView[];
}): string {
  const [first] = notices;
  const activity = first ? (stopWords[first.code] ?? 'stopped') : doing;
  return activity ? `${state}, ${activity}` : state;
}

const stopWords: Readonly<Record<string, string>> = {
  'emergency.stop': 'emergency stop',
  'campaign.no-owner': 'no service',
  'campaign.zone-unclear': 'time zone unclear',
  'service.not-running': 'no service',
};

const headWidth = 62;
/** The width that a narrow line reserves for the figures beside the bar. */
const figuresWidth = 30;

/** Returns the updated lines of a campaign: three, or more on a narrow terminal. */
export function campaignLines({
  progress,
  why,
  timeZone,
  width,
  output: { paint },
}: {
  progress: ProgressView;
  why: WhyView | null;
  timeZone: string;
  width: number;
  output: Pick<Output, 'paint'>;
}): string[] {
  const { name, total, remaining, percent } = progress;
  const head = `${name}  ${stateText(progress)}`;
  const when = `${clockTime(Date.parse(progress.asOf), timeZone)} ${cityOf(timeZone)}`;
  const ended = total - remaining;
  const figures = `${percentText(percent / 100)}   ${ended} of ${total}`;
  const reasons = reasonsText(why?.reasons ?? []);
  const barWidth = Math.max(8, Math.min(defaultBarWidth, width - figuresWidth));
  const drawn = paint('green', bar({ fraction: percent / 100, width: barWidth }));
  const whole = `${drawn} ${figures}   ${reasons}`.trimEnd();
  const gap = Math.max(2, Math.min(headWidth, width - when.length) - head.length);
  return [
    `${paint('bold', head)}${' '.repeat(gap)}${when}`,
    ...(stringWidth(whole) <= width ? [whole] : [`${drawn} ${figures}`, ...listed(reasons, width)]),
    paceText({ progress, timeZone }),
  ].flatMap((line) => fitted({ line, width }));
}

/** Returns reasons in lines. A line breaks only between two reasons. */
function listed(reasons: string, width: number): string[] {
  const lines: string[] = [];
  for (const reason of reasons.split('   ')) {
    const longer = `${lines.at(-1) ?? ''}   ${reason}`;
    if (lines.length > 0 && stringWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(`  ${reason}`);
  }
  return lines;
}

/** Returns `24 calls/min done by Tue 10:40 (10:05 to 11:30)`; empty if nothing is known. */
export function paceText({ progress, timeZone }: { progress: ProgressView; timeZone: string }): string {
  const { ratePerMinute, eta, notices } = progress;
  const rate = ratePerMinute && notices.length === 0 ? `${Math.round(ratePerMinute)} calls/min` : '';
  if (!eta) return rate;
  const [early, likely, late] = [eta.early, eta.likely, eta.late].map((text) =>
    clockTime(Date.parse(text), timeZone),
  );
  const until = `done by ${likely ?? ''} (${short(early, likely)} to ${short(late, likely)})`;
  return rate === '' ? until : `${rate}   ${until}`;
}

/** Omits the day if it is the day of the likely end. */
function short(text = '', likely = ''): string {
  return text.slice(0, 3) === likely.slice(0, 3) ? text.slice(4) : text;
}

/** Returns the canary start of a campaign in lines: its state, then each rate with its limit. */
export function canaryLines(canary: CanaryView | null | undefined): string[] {
  if (!canary) return [];
  return [
    canary.summary,
    ...canary.rates.map(({ detail, isOver }) => `  ${detail}${isOver ? ': over the limit' : ''}`),
  ];
}
