import { shortTime } from '../text/times.ts';

type Caps = Readonly<Record<'concurrent' | 'perSecond' | 'perHour' | 'perDay', number | null>>;

export type LimitsView = {
  asOf: string;
  items: readonly {
    scope: string;
    caps: Caps;
    held: number | null;
    hourUsed: number | null;
    hourUntil: string;
    dayUsed: number | null;
    dayUntil: string;
  }[];
  waiting: readonly { name: string; reason: string; contacts: number; until: string | null }[];
  abandonment: readonly {
    client: string;
    live: number;
    abandoned: number;
    rate: number | null;
    cap: number;
    isOver: boolean;
  }[];
};

/** Returns the line about the abandoned calls of a client. */
export function abandonmentLine({
  client,
  live,
  abandoned,
  rate,
  cap,
  isOver,
}: LimitsView['abandonment'][number]): string {
  const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;
  const share = rate === null ? '' : ` (${percent(rate)}, cap ${percent(cap)})`;
  const stopped = isOver ? '; calls that need a bot or an agent have stopped' : '';
  return `${client}: ${abandoned} of ${live} answered calls met nobody in 30 days${share}${stopped}`;
}

export type ScheduleView = {
  asOf: string;
  items: readonly {
    at: string;
    name: string;
    contact: string;
    row: number;
    step: string;
    senders: readonly string[];
    kind: string;
    bound: { kind: string; scope: string | null; limit: string | null } | null;
  }[];
  notRunning: readonly { name: string; state: string }[];
};

const used = (count: number | null, cap: number | null): string =>
  cap === null ? '' : `${count ?? '?'} of ${cap}`;

export const limitTitles = ['LIMIT', 'AT ONCE', 'PER SECOND', 'THIS HOUR', 'TODAY', 'HOUR ENDS', 'DAY ENDS'];

/** One limit with its use; an empty cell is unlimited. */
export function limitRow({ scope, caps, ...use }: LimitsView['items'][number]): string[] {
  return [
    scope,
    used(use.held, caps.concurrent),
    caps.perSecond === null ? '' : String(caps.perSecond),
    used(use.hourUsed, caps.perHour),
    used(use.dayUsed, caps.perDay),
    caps.perHour === null ? '' : shortTime(use.hourUntil),
    caps.perDay === null ? '' : shortTime(use.dayUntil),
  ];
}

export const plannedTitles = ['TIME', 'CAMPAIGN', 'ROW', 'CONTACT', 'STEP', 'KIND', 'FROM', 'BOUND BY'];

/** One planned touch. */
export function plannedRow(planned: ScheduleView['items'][number]): string[] {
  const { at, name, row, contact, step, kind, senders, bound } = planned;
  const [first = ''] = senders;
  const from = senders.length > 1 ? `${first} or ${senders.length - 1} more` : first;
  return [shortTime(at), name, String(row), contact, step, kind, from, boundText(bound)];
}

function boundText(bound: ScheduleView['items'][number]['bound']): string {
  if (bound === null) return '';
  return bound.kind === 'limit' ? `${bound.limit} of ${bound.scope}` : bound.kind;
}
