import { createMemoryJournal, type Journal } from '../journal/journal.ts';
import { createTimers } from '../timers.ts';
import type { Clock } from '../types.ts';
import { createMailFaults, mailFaultSchema, type MailFaults } from './faults.ts';
import { auditMailJournal, type MailAudit } from './journal/audit.ts';
import type { AcceptedEntry, MailEntry } from './journal/entries.ts';
import { createMailboxes, folderNames, type Mailboxes } from './mailboxes/mailboxes.ts';
import { readOriginal } from './message/original.ts';
import { type MailOptions, type MailOptionsInput, mailOptionsSchema } from './options.ts';
import { createReactions, senderOf } from './reactions/reactions.ts';
import { createVisits, type FetchPage } from './reactions/visits.ts';
import { createReception, type Reception } from './reception/reception.ts';
import { changedMailScenario, type MailScenario, type MailScenarioInput } from './scenario.ts';

export type MailSimulator = {
  options: MailOptions;
  /** Answers SMTP clients; a server of real connections calls it. */
  reception: Reception;
  /** The mailboxes of senders, which IMAP clients read. */
  mailboxes: Mailboxes;
  journal: Journal<MailEntry>;
  audit: () => MailAudit;
  faults: MailFaults;
  scenario: () => MailScenario;
  /** Changes the given keys. Messages that are accepted already keep their plan. Throws a ZodError. */
  changeScenario: (change: MailScenarioInput) => void;
  /** Replaces all fault rules. Throws a ZodError. */
  replaceFaults: (rules: unknown) => void;
  /** The number of requests to the web without an answer. */
  pending: () => number;
  stats: () => MailStats;
  /** Removes all messages, mailboxes and fault rules, and clears the journal. */
  reset: () => void;
  /** Stops all timers. The journal stays open: it belongs to the caller. */
  close: () => void;
};

/** `mails` are those in all folders of all mailboxes. */
export type MailStats = { messages: number; mailboxes: number; mails: number; pendingVisits: number };

export type MailSimulatorNeeds = {
  /** The business clock: all reported times and all delays of recipients. */
  clock: Clock;
  /** The system clock: slow answers, and the time limit of requests. Default: `clock`. */
  system?: Clock;
  seed?: number;
  options?: MailOptionsInput;
  journal?: Journal<MailEntry>;
  /** Requests the links of messages. Default: the fetch of Node. */
  fetchPage?: FetchPage;
};

/**
 * Creates a mail server whose recipients behave as their addresses say. No message leaves this process. With the same
 * seed and the same messages at the same instants it behaves identically. It continues a journal that has entries.
 */
export async function createMailSimulator(needs: MailSimulatorNeeds): Promise<MailSimulator> {
  const { clock, seed = 1, system = clock, fetchPage = fetch } = needs;
  const options = mailOptionsSchema.parse(needs.options ?? {});
  const timers = createTimers({ clock });
  const systemTimers = createTimers({ clock: system });
  const faults = createMailFaults({ seed, rules: options.faults });
  let scenario = options.scenario;
  const { journal, closeJournal } = openJournal(needs.journal ?? createMemoryJournal<MailEntry>());
  const mailboxes = createMailboxes();
  const visit = createVisits({ fetchPage, system, origins: options.origins });
  const reactions = createReactions({ clock, timers, journal, mailboxes, visit });
  const copyToSent = ({ at, user, raw = '' }: AcceptedEntry): void => {
    if (!options.sentCopies) return;
    const bytes = Buffer.from(raw, 'latin1');
    const sender = senderOf({ user, original: readOriginal(bytes) });
    mailboxes.add(sender, 'Sent', { at, raw: bytes, flags: ['\\Seen'] });
  };
  const reception = createReception({
    clock,
    system: systemTimers,
    seed,
    options,
    scenario: () => scenario,
    faults,
    journal,
    onAccepted(entry) {
      copyToSent(entry);
      return reactions.start(entry);
    },
  });
  for (const entry of journal.entries()) if (entry.type === 'accepted') copyToSent(entry);
  await reactions.resume(journal.entries());
  const cancelAll = (): void => {
    timers.cancelAll();
    systemTimers.cancelAll();
  };
  return {
    options,
    reception,
    mailboxes,
    journal,
    audit: () => auditMailJournal({ entries: journal.entries() }),
    faults,
    scenario: () => scenario,
    changeScenario(change) {
      scenario = changedMailScenario({ scenario, change });
    },
    replaceFaults: (rules) => faults.replace(mailFaultSchema.array().parse(rules)),
    pending: reactions.pending,
    stats: () => statsOf({ journal, mailboxes, pending: reactions.pending() }),
    reset() {
      cancelAll();
      journal.clear();
      mailboxes.clear();
      reception.reset();
      faults.replace([]);
    },
    close() {
      closeJournal();
      cancelAll();
    },
  };
}

/** A journal that drops what comes after its close, when its file may be closed too. */
function openJournal(kept: Journal<MailEntry>): { journal: Journal<MailEntry>; closeJournal: () => void } {
  let closed = false;
  return {
    journal: { ...kept, append: (entry) => (closed ? undefined : kept.append(entry)) },
    closeJournal() {
      closed = true;
    },
  };
}

function statsOf({
  journal,
  mailboxes,
  pending,
}: Pick<MailSimulator, 'journal' | 'mailboxes'> & { pending: number }): MailStats {
  const users = mailboxes.users();
  return {
    messages: journal.entries().filter(({ type }) => type === 'accepted').length,
    mailboxes: users.length,
    mails: users
      .flatMap((user) => folderNames.map((name) => mailboxes.folder(user, name).mails.length))
      .reduce((sum, count) => sum + count, 0),
    pendingVisits: pending,
  };
}
