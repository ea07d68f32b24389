import type { Channel, ReportEvidence } from '../../../src/channels/contract.ts';
import type { Clock } from '../../../src/platform/clock.ts';
import { createPostOffice } from '../../support/letters/post-office.ts';
import type { Fate, Letter, Report } from '../../support/letters/post-office.ts';
import type { Draw } from '../draw.ts';
import { guardChannel } from '../../support/service/fuse.ts';
import type { Guarding } from '../../support/service/fuse.ts';
import type { Life } from '../world.ts';
import { drawFate } from './fates.ts';
import type { MailPlan } from './mail-plan.ts';

export type MailWatcher = {
  /** A process has prepared a letter. */
  prepared: (input: { attempt: string; instance: string }) => void;
  /** The post office has taken a letter, whether its answer is received or not. */
  taken: (letter: Letter) => void;
  /** The post office reports something; a process may take it later. */
  reported: (input: { attempt: string; what: Report }) => void;
};

export type Mail = {
  /** The channel of one process. */
  channel: (input: Guarding & { instance: string; report: ReportEvidence }) => Channel;
  /** Whether the post office has nothing left to report. */
  isOver: () => boolean;
};

/** The post office of a scenario. What it has taken, and what it has to report, outlives every process. */
export function createMail({
  plan,
  draw,
  clock,
  insist,
  watcher,
}: {
  plan: MailPlan;
  draw: Draw;
  clock: Clock;
  /** Repeats work with the newest process until one has done it. */
  insist: (work: (life: Life) => Promise<void>) => void;
  watcher: MailWatcher;
}): Mail {
  const fates = new Map<string, Fate>();
  let due = 0;
  let reports = 0;

  const fateOf = ({ attempt }: Pick<Letter, 'attempt'>): Fate => {
    const fate = fates.get(attempt) ?? drawFate(draw, plan);
    fates.set(attempt, fate);
    return fate;
  };

  const office = createPostOffice({
    clock,
    fateOf,
    onTaken(letter) {
      due += fateOf(letter).reports?.length ?? 0;
      watcher.taken(letter);
    },
    deliver({ attempt, campaign, what, evidence }) {
      due -= 1;
      reports += 1;
      // A report that is repeated after the death of a process has the same id; one that comes twice has another.
      const id = `evt_report_${reports}`;
      watcher.reported({ attempt, what });
      insist(async ({ service: { engine } }) => {
        await engine.receive({ id, campaign, attempt, providerId: null, evidence });
      });
    },
  });

  return {
    channel({ instance, report, ...guarding }) {
      const channel = guardChannel({ ...guarding, name: 'post', channel: office.channel(report) });
      return {
        ...channel,
        async prepare(input) {
          const outcome = (await channel.prepare?.(input)) ?? { kind: 'prepared' as const };
          watcher.prepared({ attempt: input.touch.attempt, instance });
          return outcome;
        },
      };
    },
    isOver: () => due === 0,
  };
}
