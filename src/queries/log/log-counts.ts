import type { CampaignState, CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { CampaignEvent, EventOf } from '../../domain/events/campaign-event.ts';

/** The states that a campaign can be in after an event of its life. */
const statesAfter: Partial<Readonly<Record<CampaignEvent['type'], readonly CampaignState[]>>> = {
  'campaign.created': ['draft'],
  'campaign.started': ['scheduled', 'running'],
  'campaign.unscheduled': ['draft'],
  'campaign.paused': ['paused'],
  'campaign.resumed': ['scheduled', 'running'],
  'campaign.expired': ['running'],
  'campaign.cancelled': ['cancelling', 'cancelled'],
  'campaign.completed': ['completed'],
  'campaign.failed': ['failed'],
  'campaign.archived': ['archived'],
};

/** What the events of a log counted. */
type Logged = EventOf<'campaign.log-removed'>['data']['logged'];

export type LogCounts = {
  /** Adds an event. One that states what removed events counted, at the beginning of a log, stands for these. */
  add: (event: CampaignEvent) => void;
  /** What the events up to now counted. */
  logged: () => Logged;
  /** The differences between the campaign's state and counters and its log, as sentences; empty if they agree. */
  differences: (record: Pick<CampaignRecord, 'state' | 'counters'>) => string[];
};

/** The dispositions that the counters or the log contain. The other figures of `attempts` count no ends. */
function endNames(
  stored: Readonly<Partial<Record<string, number>>>,
  logged: ReadonlyMap<string, number>,
): string[] {
  const { started: _, surplus: __, ...ends } = stored;
  return [...new Set([...Object.keys(ends), ...logged.keys()])].sort();
}

/**
 * Counts what a log contains, from its first event. Counters that depend on more than the log are left out: contacts
 * by state, attempts started, and the time that slots were held.
 */
export function createLogCounts(): LogCounts {
  const counts = { total: 0, open: 0, openImports: 0, surplus: 0 };
  const ended = new Map<string, number>();
  let states: readonly CampaignState[] | null = null;
  let isFirst = true;

  const begin = ({ data: { logged } }: EventOf<'campaign.log-removed'>): void => {
    const { states: before, ended: ends, ...rest } = logged;
    Object.assign(counts, rest);
    for (const [name, number] of Object.entries(ends)) ended.set(name, number);
    states = before;
  };

  const count = (disposition: string | null | undefined, by: 1 | -1): void => {
    if (disposition) ended.set(disposition, (ended.get(disposition) ?? 0) + by);
  };
  const end = ({ data }: EventOf<'attempt.ended'>): void => {
    counts.open -= 1;
    count(data.disposition, 1);
  };
  const amend = ({ data }: EventOf<'attempt.amended'>): void => {
    count(data.from, -1);
    count(data.disposition, 1);
  };

  return {
    add(event) {
      states = statesAfter[event.type] ?? states;
      if (isFirst && event.type === 'campaign.log-removed') begin(event);
      isFirst = false;
      if (event.type === 'attempt.minted') counts.open += 1;
      else if (event.type === 'attempt.ended') end(event);
      else if (event.type === 'attempt.not-placed') counts.open -= 1;
      else if (event.type === 'attempt.amended') amend(event);
      else if (event.type === 'attempt.surplus') counts.surplus += 1;
      else if (event.type === 'import.added') counts.total += event.data.enrolled;
      else if (event.type === 'import.opened' || event.type === 'import.reopened') counts.openImports += 1;
      else if (event.type === 'import.closed' || event.type === 'import.broken') counts.openImports -= 1;
    },
    logged: () => ({ ...counts, states: states && [...states], ended: Object.fromEntries(ended) }),
    differences({ state, counters }) {
      const pairs: [name: string, stored: number, logged: number][] = [
        ['contacts', counters.total, counts.total],
        ['open attempts', counters.open, counts.open],
        ['open imports', counters.openImports, counts.openImports],
        ['surplus calls', counters.attempts['surplus'] ?? 0, counts.surplus],
        ...endNames(counters.attempts, ended).map((name): [string, number, number] => [
          `attempts that ended ${name}`,
          counters.attempts[name] ?? 0,
          ended.get(name) ?? 0,
        ]),
      ];
      const figures = pairs
        .filter(([, stored, logged]) => stored !== logged)
        .map(([name, stored, logged]) => `${name}: the campaign counts ${stored}, the log ${logged}`);
      if (states === null || states.includes(state)) return figures;
      return [`the campaign is ${state}, the log says ${states.join(' or ')}`, ...figures];
    },
  };
}
