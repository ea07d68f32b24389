import type { Journal } from '../../journal/journal.ts';
import type { Timers } from '../../timers.ts';
import type { Clock } from '../../types.ts';
import type { MailFault, MailFaults } from '../faults.ts';
import type { MailEntry } from '../journal/entries.ts';
import { attemptOf } from '../message/read-headers.ts';
import type { Answer, MailStage } from './answer.ts';
import type { Envelope } from './envelope.ts';

const slowMs = 30_000;

/** Applies faults, and writes refusals to the journal. */
export function createRefusals({
  clock,
  system,
  faults,
  journal,
}: {
  clock: Clock;
  /** Timers of the system clock, for slow answers. */
  system: Pick<Timers, 'wait'>;
  faults: MailFaults;
  journal: Journal<MailEntry>;
}) {
  let occasions = 0;
  return {
    /** Returns the fault of an occasion. A slow answer waits here. */
    faultAt: async (
      stage: MailStage,
      { user, mailFrom, recipients }: Envelope,
      attempt = attemptOf(mailFrom),
    ): Promise<MailFault | null> => {
      occasions += 1;
      const fault = faults.strike({ stage, user, attempt, recipients, key: `${stage}|${occasions}` });
      if (fault?.fault === 'slow') await system.wait(fault.ms ?? slowMs);
      return fault;
    },
    /** Writes an answer to the journal if it is a refusal, and returns it. */
    refused: (
      stage: MailStage,
      { mailFrom, recipients }: Envelope,
      answer: Answer,
      attempt = attemptOf(mailFrom),
    ): Answer => {
      if (answer.kind !== 'refuse') return answer;
      const { code, text } = answer;
      const to = [...recipients];
      journal.append({
        type: 'refused',
        at: clock.now(),
        stage,
        code,
        text,
        mailFrom,
        recipients: to,
        attempt,
      });
      return answer;
    },
  };
}
