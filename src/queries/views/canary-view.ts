import type { Canary, CanaryCounters } from '../../domain/campaign/canary.ts';
import { emptyCanary } from '../../domain/campaign/canary.ts';
import { readCanary, readingInWords } from '../../rules/canary.ts';
import type { CanaryReading } from '../../rules/canary.ts';
import { instantOrNull } from '../instants.ts';

/** A canary start as the API shows it. */
export type CanaryView = {
  /** The number of contacts that were asked for. */
  contacts: number;
  started: number;
  results: number;
  /** Null while results are missing. */
  verdict: 'passed' | 'failed' | null;
  judgedAt: string | null;
  /** `detail`: the rate in words, with its limit. */
  rates: (CanaryReading & { detail: string })[];
  /** The state of the canary start in one sentence. */
  summary: string;
};

/** `counted`: the figures of a canary start that is under way. Null for a campaign without a canary start. */
export function canaryView({
  canary,
  counted,
}: {
  canary: Canary | null;
  counted: CanaryCounters | undefined;
}): CanaryView | null {
  if (!canary) return null;
  const { contacts, limits, verdict } = canary;
  const figures = verdict?.figures ?? counted ?? emptyCanary();
  const { started, results } = figures;
  const rates = readCanary({ figures, limits });
  const isOver = (verdict?.over.length ?? 0) > 0;
  const underWay = `Canary start: ${started} of ${contacts} contacts started, ${results} with a result.`;
  const passed = `The canary start of ${contactsInWords(results)} passed: no rate is over its limit.`;
  return {
    contacts,
    started,
    results,
    verdict: verdict && (isOver ? 'failed' : 'passed'),
    judgedAt: instantOrNull(verdict?.at ?? null),
    rates: rates.map((reading) => ({ ...reading, detail: readingInWords(reading) })),
    summary: !verdict
      ? underWay
      : isOver
        ? `The canary start of ${contactsInWords(results)} is over its limits.`
        : passed,
  };
}

const contactsInWords = (count: number): string => `${count} ${count === 1 ? 'contact' : 'contacts'}`;
