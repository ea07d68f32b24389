import type { Journal } from '../../journal/journal.ts';
import type { Timers } from '../../timers.ts';
import type { Clock } from '../../types.ts';
import { planMessage, type PlanInput, selectOutcome } from '../behaviour/plan.ts';
import type { MailOutcome } from '../behaviour/outcomes.ts';
import { answerOf, type MailFaults } from '../faults.ts';
import type { AcceptedEntry, MailEntry, ReplyEntry } from '../journal/entries.ts';
import { attemptOf, messageIdOf, readHeaders } from '../message/read-headers.ts';
import type { MailOptions } from '../options.ts';
import type { MailScenario } from '../scenario.ts';
import { accept, type Answer, refuse, type MailStage } from './answer.ts';
import type { Envelope } from './envelope.ts';
import { createMemory } from './memory.ts';
import { createRefusals } from './refusals.ts';

/** Decides how the mail server answers. Every refusal and every accepted message is in the journal before the answer. */
export type Reception = {
  /** Answers at a stage before the message, for which only faults have another answer than `accept`. */
  stage: (stage: MailStage, envelope: Envelope) => Promise<Answer>;
  /** `stage` is where a wrong password is refused: by SMTP, or by IMAP. */
  login: (input: { user: string; password: string; stage: 'auth' | 'imap-login' }) => Promise<Answer>;
  /** Answers the command for one recipient. `recipients` are those before it. */
  recipient: (to: string, envelope: Envelope) => Promise<Answer>;
  /** Answers the end of a message. */
  message: (input: { envelope: Envelope; raw: Buffer }) => Promise<Answer>;
  /** Forgets everything. */
  reset: () => void;
};

export type ReceptionNeeds = {
  clock: Clock;
  /** Timers of the system clock, for slow answers. */
  system: Pick<Timers, 'wait'>;
  seed: number;
  options: MailOptions;
  scenario: () => MailScenario;
  faults: MailFaults;
  journal: Journal<MailEntry>;
  /** Plans what follows. The client gets its answer afterwards. */
  onAccepted: (entry: AcceptedEntry) => Promise<void>;
};

export function createReception(needs: ReceptionNeeds): Reception {
  const { clock, options, scenario, journal } = needs;
  const memory = createMemory(journal.entries());
  const { refused, faultAt } = createRefusals(needs);
  const next: NextOf = (to) => ({ seed: needs.seed, to, ordinal: memory.next(to), scenario: scenario() });
  const outcomeOf = (to: string): MailOutcome => selectOutcome(next(to)).outcome;
  const keep = createKeeper({ clock, journal, memory, next, keepsAll: options.keep === 'all' });
  const known = options.users && new Map(options.users.map(({ user, password }) => [user, password]));

  const stage: Reception['stage'] = async (at, envelope) => {
    const fault = await faultAt(at, envelope);
    return refused(at, envelope, (fault && answerOf(fault)) ?? accept);
  };

  const answerRecipient = (to: string): Answer => {
    const outcome = outcomeOf(to);
    if (outcome === 'refused') return refuse(550, `5.1.1 <${to}>: Recipient address rejected: User unknown`);
    if (outcome !== 'greylist') return accept;
    const waited = clock.now() - memory.firstTry(to, clock.now());
    return waited >= scenario().greylistMs
      ? accept
      : refuse(451, `4.7.1 <${to}>: Recipient address rejected: Greylisted, please try again later`);
  };

  return {
    stage,
    async login({ user, password, stage: at }) {
      const envelope = { user, mailFrom: null, recipients: [] };
      const answer = await stage(at, envelope);
      if (answer.kind !== 'accept' || !known || known.get(user) === password) return answer;
      const text = wrongLogin[at];
      return refused(at, envelope, refuse(535, text));
    },
    async recipient(to, envelope) {
      const asked = { ...envelope, recipients: [to] };
      const fault = await faultAt('rcpt', asked);
      return refused('rcpt', asked, (fault && answerOf(fault)) ?? answerRecipient(to));
    },
    async message({ envelope, raw }) {
      const letter = { messageId: messageIdOf(readHeaders(raw)), raw };
      const attempt = attemptOf(letter.messageId);
      const fault = await faultAt('body', envelope, attempt);
      const instead = fault && answerOf(fault);
      if (instead && !fault.fault.startsWith('accepted-')) return refused('body', envelope, instead, attempt);
      if (envelope.recipients.some((to) => outcomeOf(to) === 'blocked')) {
        return refused('body', envelope, filtered, attempt);
      }
      const entry = keep(envelope, letter);
      const answer: Answer = instead ?? { kind: 'accept', text: `2.0.0 Ok: queued as ${entry.id}` };
      journal.append({ type: 'reply', at: clock.now(), id: entry.id, reply: replies[answer.kind] });
      await needs.onAccepted(entry);
      return answer;
    },
    reset: memory.clear,
  };
}

type NextOf = (to: string) => PlanInput;

/** Returns a function that writes an accepted message to the journal, with what its recipients will do. */
function createKeeper({
  clock,
  journal,
  memory,
  next,
  keepsAll,
}: Pick<ReceptionNeeds, 'clock' | 'journal'> & {
  memory: ReturnType<typeof createMemory>;
  next: NextOf;
  keepsAll: boolean;
}) {
  return ({ user, mailFrom, recipients }: Envelope, { messageId, raw }: Letter): AcceptedEntry => {
    const planned = recipients.map((to) => {
      const plan = planMessage(next(to));
      return { to, ordinal: memory.count(to), plan };
    });
    const isNeeded = keepsAll || planned.some(({ plan }) => plan.reactions.length > 0);
    const entry: AcceptedEntry = {
      type: 'accepted',
      at: clock.now(),
      id: memory.nextId(),
      user,
      mailFrom: mailFrom ?? '',
      messageId,
      attempt: attemptOf(messageId),
      recipients: planned,
      bytes: raw.length,
      ...(isNeeded && { raw: raw.toString('latin1') }),
    };
    journal.append(entry);
    return entry;
  };
}

type Letter = { messageId: string | null; raw: Buffer };

const filtered = refuse(554, '5.7.1 Message rejected due to local policy: content looks like spam');

const wrongLogin = {
  auth: '5.7.8 Error: authentication failed: wrong user name or password',
  'imap-login': '[AUTHENTICATIONFAILED] wrong user name or password',
} as const;

const replies: Readonly<Record<Answer['kind'], ReplyEntry['reply']>> = {
  accept: 'accepted',
  refuse: 'refused',
  hang: 'none',
  close: 'closed',
};
