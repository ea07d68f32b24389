import type { SharedLimits } from '../../../src/actors/index.ts';
import { createWindowsFor } from '../../../src/compose-engine.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { auditJournal } from '../../../src/simulator/index.ts';
import type { JournalEntry } from '../../../src/simulator/index.ts';
import type { ListedPerson } from '../scenario/opt-outs.ts';
import type { StoreWatcher } from '../watched-store.ts';
import { checkLetters } from '../letters/letter-ends.ts';
import { createLetterOracle } from '../letters/letter-oracle.ts';
import { createLetterTurns } from '../letters/letter-turns.ts';
import type { MailWatcher } from '../letters/mail.ts';
import { createBreakerWatch } from './breaker.ts';
import { broken, BrokenPromise } from './broken.ts';
import { checkAnswered, checkKept, type AnsweredCallbacks } from './callbacks.ts';
import { createCallOracle } from './calls.ts';
import { createForwardOracle } from './forward.ts';
import { noteDefinition } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { createMirror, openOf } from './mirror.ts';
import type { Mirror } from './mirror.ts';
import { createRates } from './rates.ts';
import { auditRows, checkEnd, checkSlots, readCalls, readPeople } from './rows.ts';
import { createSlotBooks } from './slots.ts';
import { readTrueEnds } from './true-ends.ts';
import { createTakeoverOracle } from './takeovers.ts';
import { createTurnOracle, fullOptOuts } from './turns.ts';
import { createStepWatch } from './unsent-after-step.ts';
import { createUnsentOracle } from './unsent.ts';
import type { UnsentOracle } from './unsent.ts';

export type Oracle = {
  mirror: Mirror;
  watcher: Omit<StoreWatcher, 'moved'>;
  onJournal: (entry: JournalEntry) => void;
  onNoted: UnsentOracle['onNoted'];
  onWrite: UnsentOracle['onWrite'];
  mail: MailWatcher;
  onAnswered: (input: { request: Request; form: URLSearchParams; response: Response }) => void;
  /** Throws the first promise that was broken, if any was. */
  raise: () => void;
  /** The wall clock that the processes read was set by so much. */
  stepped: (ms: number) => void;
  /** Compares the rows with the counters, as anybody reads them. */
  audit: (store: Store) => Promise<void>;
  /** Of a run without an end: whether slots that nobody uses are in the way. */
  findBlockage: (store: Store) => Promise<void>;
  /** Checked once everything is over. */
  conclude: (store: Store) => Promise<void>;
};

const windowsFor = createWindowsFor();

/**
 * Watches a world from outside: every commit, every line of the carrier's journal, every answer to a callback. What
 * it finds broken is kept, because it looks on from within the engine's own calls and must not disturb them.
 */
export function createOracle({
  people,
  journal,
  ledger,
  limits,
  leaseMs,
  systemNow,
  businessNow,
  stepMs = () => 0,
  aheadMs = () => 0,
  hasStoreClock = false,
  file,
  proves,
  isAlive,
}: {
  people: readonly ListedPerson[];
  journal: () => readonly JournalEntry[];
  ledger: Ledger;
  limits: SharedLimits;
  /** How old the heartbeat of an owner must be before others take over. */
  leaseMs: number;
  systemNow: () => number;
  businessNow: () => number;
  /** How far the wall clock of the processes is set off against it. */
  stepMs?: () => number;
  /** See `Judging`. */
  aheadMs?: () => number;
  /** Whether the processes decide by the time of the store, which never runs backwards. */
  hasStoreClock?: boolean;
  file: () => Store | null;
  /** Whether a send log can tell one instance what another has not sent. */
  proves: (input: { minter: string; owner: string }) => boolean;
  /** Whether a process runs or stands still. */
  isAlive: (instance: string) => boolean;
}): Oracle {
  const found: unknown[] = [];
  const watch = <Input>(look: (input: Input) => void | Promise<void>): ((input: Input) => void) => {
    return (input) => {
      try {
        void Promise.resolve(look(input)).catch((error: unknown) => found.push(error));
      } catch (error) {
        found.push(error);
      }
    };
  };
  const rows = new Map(people.map((row) => [row.address, row]));
  const suppressed = new Set(people.filter(({ optedOut }) => optedOut).map(({ address }) => address));
  const optedOut = new Set<string>();
  const answered: AnsweredCallbacks = new Map();
  const mirror = createMirror();
  const breaker = createBreakerWatch({ mirror, now: () => businessNow() + (stepMs?.() ?? 0) });
  const slots = createSlotBooks();
  const unsent = createUnsentOracle({ proves });
  const journalLength = (): number => journal().length;
  let isStepped = false;
  let steppedMs = 0;
  const steps = createStepWatch({ businessNow });
  const rates = createRates();
  const takeovers = createTakeoverOracle({ leaseMs, now: businessNow, isAlive });
  const judging = { ledger, mirror, rates, windowsFor, rows, limits, systemNow, stepMs, aheadMs };
  const calls = createCallOracle({ ...judging, journalLength });
  const letters = createLetterOracle(judging);
  const letterTurns = createLetterTurns();
  const turns = createTurnOracle({
    mirror,
    breaker,
    unsent,
    letters: letterTurns,
    windowsFor,
    limits,
    suppressed,
    optedOut,
    calendarOf: (address) => rows.get(address)?.calendar ?? broken(`${address} is on no list`),
    isPlaced: (token) => calls.placed.has(token) || letters.posted.has(token),
    isStepped: () => isStepped,
    isFarOff: () => steppedMs > 86_400_000,
    businessNow,
    ledger,
  });

  const checkForward = createForwardOracle();
  const audit = async (store: Store): Promise<void> => {
    for (const { id } of mirror.campaigns()) await auditRows(store, id);
  };

  return {
    mirror,
    watcher: {
      committed: watch((committed) => {
        noteDefinition(ledger, committed.turn.record, businessNow());
        turns.check(committed);
        if (hasStoreClock) checkForward(committed);
        steps.committed(committed.turn);
      }),
      loaded: watch(({ campaign }) => breaker.forget(campaign)),
      limits: watch((call) => slots.check(call)),
      beat: watch(takeovers.beat),
      left: watch(takeovers.left),
      claimed: watch(takeovers.claimed),
      suppressed: watch(({ address, reason }) => {
        suppressed.add(address);
        if (fullOptOuts.has(reason)) optedOut.add(address);
      }),
      removed: watch(({ campaign }) => {
        const { record } = mirror.campaign(campaign);
        if (record && record.state !== 'draft')
          broken(`2 nobody lost: ${campaign} was removed, and it was ${record.state}`);
        mirror.remove(campaign);
      }),
    },
    stepped(ms) {
      isStepped = true;
      steppedMs += Math.abs(ms);
      steps.stepped();
      rates.stepped(ms);
      breaker.stepped();
    },
    onJournal: watch((entry) => {
      steps.onJournal(entry);
      calls.check(entry);
    }),
    mail: {
      prepared: watch(letterTurns.prepared),
      taken: watch(letters.taken),
      reported: watch(letters.reported),
    },
    onNoted: unsent.onNoted,
    onWrite: unsent.onWrite,
    onAnswered: watch((callback) =>
      checkAnswered({ ...callback, mirror, suppressed, file: file(), answered }),
    ),
    raise() {
      const first = found.find((error) => error instanceof BrokenPromise) ?? found[0];
      if (first !== undefined) throw first;
    },
    audit,
    async findBlockage(store) {
      const all = [...mirror.campaigns()];
      if (all.some((campaign) => openOf(campaign).length > 0)) return;
      for (const { record } of all) if (record) await checkSlots(store, record);
    },
    async conclude(store) {
      await audit(store);
      const expectedEnd = readTrueEnds(journal());
      for (const { id: campaign, record } of mirror.campaigns()) {
        await checkEnd({ store, campaign, placed: calls.placed, expectedEnd });
        if (!record) continue;
        const people = await readPeople(store, campaign);
        const attempts = await readCalls(store, campaign);
        for (const attempt of attempts) checkKept(attempt, answered);
        checkLetters({ record, people, attempts, posted: letters.posted });
      }
      const { doubles, overlaps } = auditJournal({ entries: journal() });
      if (doubles.length > 0 || overlaps.length > 0)
        broken('1 double contact: the carrier has called somebody twice');
    },
  };
}
