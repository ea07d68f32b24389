import { createMemoryJournal, type Journal } from '../journal/journal.ts';
import { createTimers } from '../timers.ts';
import type { Clock } from '../types.ts';
import { createMailFaults, type MailFaults } from './faults.ts';
import { auditMailJournal, type MailAudit } from './journal/audit.ts';
import type { MailEntry } from './journal/entries.ts';
import { type MailOptions, type MailOptionsInput, mailOptionsSchema } from './options.ts';
import { createReception, type Reception } from './reception/reception.ts';
import { type MailScenario, type MailScenarioInput, mailScenarioSchema } from './scenario.ts';

export type MailSimulator = {
  options: MailOptions;
  /** Answers SMTP clients; a server of real connections calls it. */
  reception: Reception;
  journal: Journal<MailEntry>;
  audit: () => MailAudit;
  faults: MailFaults;
  scenario: () => MailScenario;
  /** Changes the given keys. Messages that are accepted already keep their plan. Throws a ZodError. */
  changeScenario: (change: MailScenarioInput) => void;
  /** Removes all messages and fault rules, and clears the journal. */
  reset: () => void;
  /** Stops all timers. The journal stays open: it belongs to the caller. */
  close: () => void;
};

export type MailSimulatorNeeds = {
  /** The business clock: all reported times and all delays of recipients. */
  clock: Clock;
  /** The system clock: slow answers. Default: `clock`. */
  system?: Clock;
  seed?: number;
  options?: MailOptionsInput;
  journal?: Journal<MailEntry>;
};

/**
 * Creates a mail server whose recipients behave as their addresses say. No message leaves this process. With the same
 * seed and the same messages at the same instants it behaves identically. It continues a journal that has entries.
 */
export function createMailSimulator(needs: MailSimulatorNeeds): MailSimulator {
  const { clock, seed = 1 } = needs;
  const kept = needs.journal ?? createMemoryJournal<MailEntry>();
  const options = mailOptionsSchema.parse(needs.options ?? {});
  const system = createTimers({ clock: needs.system ?? clock });
  const faults = createMailFaults({ seed, rules: options.faults });
  let scenario = options.scenario;
  let closed = false;
  // An answer may be given after `close`, when the file of the journal may be closed too.
  const journal: Journal<MailEntry> = {
    ...kept,
    append: (entry) => (closed ? undefined : kept.append(entry)),
  };
  const reception = createReception({
    clock,
    system,
    seed,
    options,
    scenario: () => scenario,
    faults,
    journal,
  });
  return {
    options,
    reception,
    journal,
    audit: () => auditMailJournal({ entries: journal.entries() }),
    faults,
    scenario: () => scenario,
    changeScenario(change) {
      scenario = mailScenarioSchema.parse({ ...scenario, ...change });
    },
    reset() {
      system.cancelAll();
      journal.clear();
      reception.reset();
      faults.replace([]);
    },
    close() {
      closed = true;
      system.cancelAll();
    },
  };
}
