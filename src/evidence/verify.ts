import { checkProof } from './check-proof.ts';
import type { CheckedLog, Numbered } from './check-proof.ts';
import type { EvidenceLine, LineOf } from './lines.ts';
import { readEvidence } from './read.ts';
import type { Fault } from './read.ts';

/** What a check of a file has found. */
export type EvidenceVerification = {
  ok: boolean;
  client: string;
  /** The campaign that the file is restricted to; null if it is not. */
  campaign: string | null;
  asOf: string;
  lines: number;
  /** The contacts that the file is about. */
  contacts: readonly { campaign: string; position: number; id: string }[];
  logs: readonly CheckedLog[];
  faults: readonly Fault[];
};

/** A file of which every line was read, with what the check has found. */
export type VerifiedEvidence = {
  verification: EvidenceVerification;
  events: readonly LineOf<'event'>[];
  attempts: readonly LineOf<'attempt'>[];
};

/**
 * Checks a file of evidence with nothing but the file: its last line, and for each log that the lines of its events lead
 * to the hash at its end. Throws `evidence.unreadable` if it is no such file.
 */
export function verifyEvidence(text: string): VerifiedEvidence {
  const { head, lines, faults: read } = readEvidence(text);
  const of = <Kind extends EvidenceLine['kind']>(kind: Kind): Numbered<LineOf<Kind>>[] =>
    lines.filter(({ value }) => value.kind === kind) as Numbered<LineOf<Kind>>[];
  const [events, chains, contacts, attempts] = [of('event'), of('chain'), of('contact'), of('attempt')];
  const logs = chains.map((chain) =>
    checkProof({ chain, events: events.filter(({ value }) => value.log === chain.value.log) }),
  );
  const faults = [
    ...read,
    ...logs.flatMap((log) => log.faults),
    ...strayLines({ events, chains, contacts, campaigns: of('campaign') }),
    ...attemptFaults({ events, attempts }),
  ];
  const { client, campaign, asOf } = head;
  return {
    verification: {
      ok: faults.length === 0,
      client,
      campaign,
      asOf,
      lines: lines.length,
      contacts: contacts.map(({ value }) => ({
        campaign: value.campaign,
        position: value.position,
        id: value.id,
      })),
      logs,
      faults,
    },
    events: events.map(({ value }) => value),
    attempts: attempts.map(({ value }) => value),
  };
}

/** The lines that belong to no log or contact of the file, and logs that have no proof or two. */
function strayLines({
  events,
  chains,
  contacts,
  campaigns,
}: {
  events: readonly Numbered<LineOf<'event'>>[];
  chains: readonly Numbered<LineOf<'chain'>>[];
  contacts: readonly Numbered<LineOf<'contact'>>[];
  campaigns: readonly Numbered<LineOf<'campaign'>>[];
}): Fault[] {
  const byLog = Map.groupBy(chains, ({ value }) => value.log);
  const places = new Set(contacts.map(({ value }) => `${value.campaign} ${value.position}`));
  const isTheirs = ({ log, stored: [, , position] }: LineOf<'event'>): boolean =>
    byLog.get(log)?.[0]?.value.of === 'client' ||
    position === null ||
    (typeof position === 'number' && places.has(`${log} ${position}`));
  return [
    ...[...byLog.values()].flatMap(([, second]) =>
      second ? [{ line: second.number, detail: `the log ${second.value.log} has a second proof` }] : [],
    ),
    ...campaigns
      .filter(({ value }) => !byLog.has(value.id))
      .map(({ number, value }) => ({ line: number, detail: `the log of campaign ${value.id} has no proof` })),
    ...events
      .filter(({ value }) => !byLog.has(value.log))
      .map(({ number }) => ({ line: number, detail: 'the event is of a log that has no proof' })),
    ...events
      .filter(({ value }) => byLog.has(value.log) && !isTheirs(value))
      .map(({ number }) => ({
        line: number,
        detail: 'the event is of a contact that the file is not about',
      })),
  ];
}

const results: ReadonlySet<unknown> = new Set(['attempt.ended', 'attempt.not-placed', 'attempt.amended']);

/** The records of attempts that do not agree with the log: no proof covers the records themselves. */
function attemptFaults({
  events,
  attempts,
}: {
  events: readonly Numbered<LineOf<'event'>>[];
  attempts: readonly Numbered<LineOf<'attempt'>>[];
}): Fault[] {
  const records = new Map(attempts.map((line) => [line.value.id, line]));
  const faults: Fault[] = [];
  const last = new Map<unknown, { disposition?: unknown; outcome?: unknown }>();
  for (const { number, value } of events) {
    const [, type, , attempt, , data] = value.stored;
    if (type === 'attempt.minted' && !records.has(String(attempt)))
      faults.push({ line: number, detail: `the record of attempt ${String(attempt)} is missing` });
    if (results.has(type)) last.set(attempt, data as object);
  }
  for (const { number, value } of attempts) {
    const logged = last.get(value.id);
    const isOpen = value.state !== 'ended' && value.state !== 'not-placed';
    if (logged ? !isOpen && agree(value, logged) : isOpen || !hasEvents(events, value.id)) continue;
    faults.push({ line: number, detail: `the record of attempt ${value.id} does not agree with the log` });
  }
  return faults;
}

function agree(
  { disposition, outcome }: LineOf<'attempt'>,
  logged: { disposition?: unknown; outcome?: unknown },
): boolean {
  return disposition === (logged.disposition ?? null) && outcome === (logged.outcome ?? null);
}

/** Attempts of steps that contact no one have none, and those whose events were removed. */
function hasEvents(events: readonly Numbered<LineOf<'event'>>[], attempt: string): boolean {
  return events.some(({ value }) => value.stored[3] === attempt);
}
