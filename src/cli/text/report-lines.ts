import { counted } from './times.ts';

export type ReportView = {
  campaign: string;
  name: string;
  client: string;
  state: string;
  startedAt: string | null;
  endedAt: string | null;
  total: number;
  remaining: number;
  contacts: Readonly<Record<string, number>>;
  attempts: Readonly<Record<string, number>>;
};

export type Figures = Pick<ReportView, 'contacts' | 'attempts' | 'total'>;

/** The words for the ends of contacts. `tries` is the maximum number of attempts per contact. */
const endWords: Readonly<Record<string, (tries: number) => string>> = {
  completed: () => 'reached',
  responded: () => 'responded',
  exhausted: (tries) => `no success in ${counted(tries, 'attempt')}`,
  invalid: () => 'invalid number',
  bounced: () => 'bounced',
  'opted-out': () => 'opted out',
};
const attemptWords: Readonly<Record<string, string>> = { 'no-answer': 'no answer' };

/** Returns the end of a contact in words. */
export function endText(state: string, tries: number): string {
  return endWords[state]?.(tries) ?? state.replaceAll('-', ' ');
}

export function attemptText(disposition: string): string {
  return attemptWords[disposition] ?? disposition.replaceAll('-', ' ');
}

/** Returns `Contacts 292 = 221 reached, 48 no success in 3 attempts, …`. */
export function contactsLine({ report, tries }: { report: Figures; tries: number }): string {
  const parts = Object.entries(report.contacts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${endText(state, tries)}`);
  return `Contacts  ${report.total}${parts.length > 0 ? ` = ${parts.join(', ')}` : ''}`;
}

/** Returns `Calls 444 = 228 answered, 118 no answer, …`. */
export function callsLine({ report: { attempts } }: { report: Pick<ReportView, 'attempts'> }): string {
  const { started = 0, surplus: _, ...ended } = attempts;
  const parts = Object.entries(ended)
    .filter(([, count]) => count > 0)
    .sort(([, left], [, right]) => right - left)
    .map(([name, count]) => `${count} ${attemptText(name)}`);
  return `Calls     ${started}${parts.length > 0 ? ` = ${parts.join(', ')}` : ''}`;
}
