import type { AlertCode } from '../../domain/alert.ts';
import type { AlertThresholds } from './thresholds.ts';

/** What alerts need to know about one campaign. */
export type CampaignAlertFacts = {
  /** Attempts that ended within the window, by disposition. */
  ended: Readonly<Record<string, number>>;
  /** Whether a channel of the campaign reports that there was no answer. */
  canBeUnanswered: boolean;
  /** The attempts whose fate is not known. */
  unknown: number;
  /** Whether contacts were due for the whole `silenceMs`, nothing is under way, and no limit or order explains it. */
  isHeldUp: boolean;
  /** Whether it waits because all senders of its steps are paused or in quarantine. */
  hasNoSender?: boolean;
  /** Whether it waits because too many calls of the client were abandoned. */
  isOverAbandonment?: boolean;
  /** The attempts that were placed within `silenceMs`. */
  placed: number;
};

export type Finding = { code: AlertCode; detail: string };

const failures = ['failed', 'unconfirmed'];
const answers = ['answered'];
/** These say nothing about the provider or the contacts. */
const ignored: ReadonlySet<string> = new Set(['cancelled']);

/** Returns what is wrong with a campaign now. */
export function campaignFindings(facts: CampaignAlertFacts, thresholds: AlertThresholds): Finding[] {
  const { windowMs, minAttempts, failureShare, answerShare, silenceMs, unknownAttempts } = thresholds;
  const total = sum(facts.ended, (name) => !ignored.has(name));
  const during = `in the last ${minutes(windowMs)}`;
  const findings: Finding[] = [];
  const failed = sum(facts.ended, (name) => failures.includes(name));
  const isMeasured = total > 0 && total >= minAttempts;
  if (failureShare > 0 && isMeasured && failed / total >= failureShare)
    findings.push({ code: 'failure-rate', detail: `${failed} of ${total} attempts ${during} failed.` });
  const answered = sum(facts.ended, (name) => answers.includes(name));
  if (answerShare > 0 && facts.canBeUnanswered && isMeasured && answered / total < answerShare)
    findings.push({
      code: 'answer-rate',
      detail: `${answered} of ${total} attempts ${during} were answered.`,
    });
  if (silenceMs > 0 && facts.isHeldUp && facts.placed === 0)
    findings.push({
      code: 'nothing-sent',
      detail: `Nothing was sent for ${minutes(silenceMs)}, although contacts are due.`,
    });
  if (facts.isOverAbandonment)
    findings.push({ code: 'abandonment', detail: 'Too many answered calls of the client met nobody.' });
  if (facts.hasNoSender)
    findings.push({ code: 'no-sender', detail: 'All senders of its steps are paused or in quarantine.' });
  if (unknownAttempts > 0 && facts.unknown >= unknownAttempts)
    findings.push({
      code: 'unknown-attempts',
      detail: `The fate of ${facts.unknown} attempts is not known.`,
    });
  return findings;
}

function sum(counts: Readonly<Record<string, number>>, isCounted: (name: string) => boolean): number {
  return Object.entries(counts).reduce((total, [name, count]) => total + (isCounted(name) ? count : 0), 0);
}

export function minutes(ms: number): string {
  const count = Math.round(ms / 60_000);
  return count === 1 ? 'minute' : `${count} minutes`;
}
