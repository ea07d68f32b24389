import type { DeadLetter, ReportedResult, ResultIntake, ResultVerdict } from '../contract.ts';
import { deadLetterOf } from '../dead-letter.ts';

type Handler = (message: ReportedResult) => Promise<ResultVerdict>;

/** Calls a function after so many milliseconds. */
export type After = (ms: number, run: () => void) => void;

/** The reported results of a bus in memory. */
export type MemoryIntake = {
  /** The intake of one instance. `isClosed` is true once it calls no handler any more. */
  connect: (isClosed: () => boolean) => ResultIntake;
  deadLetters: () => readonly DeadLetter[];
};

/** After this time a message that is not decided is handed out again: its instance may be dead. */
const decideWithinMs = 30_000;
const atOnce: After = (_ms, run) => void setImmediate(run);
/** More ids than are reported within the time in which a repeat is likely. */
const mostKnownIds = 10_000;

/**
 * Creates the intake that instances share. Without `after` a message for later is handed out at once, and one that is
 * never decided stays with its instance.
 */
export function createMemoryIntake(after: After | null): MemoryIntake {
  const queue = createQueue(after);
  const known = new Set<string>();
  return {
    deadLetters: queue.deadLetters,
    connect: (isClosed) => ({
      takeResults({ handle }) {
        const running = new Set<Promise<unknown>>();
        const remove = queue.addHandler((message) => {
          // The instance was closed before it could decide: another one does.
          if (isClosed()) return Promise.resolve({ kind: 'later', afterMs: 0 });
          const run = handle(message);
          running.add(run);
          return run.finally(() => running.delete(run));
        });
        return Promise.resolve(async () => {
          remove();
          await Promise.all(running);
        });
      },
      reportResult({ id, body }) {
        if (known.has(id)) return Promise.resolve({ duplicate: true });
        known.add(id);
        const [oldest] = known;
        if (oldest !== undefined && known.size > mostKnownIds) known.delete(oldest);
        queue.add(body.slice());
        return Promise.resolve({ duplicate: false });
      },
    }),
  };
}

const mostDeadLetters = 1_000;

/** Messages that are handed to one handler after the other, each to one of them until it is decided. */
function createQueue(after: After | null) {
  const handlers: Handler[] = [];
  const waiting: ReportedResult[] = [];
  const dead: DeadLetter[] = [];
  let turn = 0;

  const decide = async (handle: Handler, message: ReportedResult): Promise<void> => {
    const { deliveries } = message;
    let isDecided = false;
    const handOutAgain = (): void => {
      if (isDecided || message.deliveries > deliveries || waiting.includes(message)) return;
      waiting.push(message);
      handOut();
    };
    after?.(decideWithinMs, handOutAgain);
    const verdict = await handle({ ...message });
    if (verdict.kind === 'later') return (after ?? atOnce)(verdict.afterMs, handOutAgain);
    isDecided = true;
    if (verdict.kind === 'dead') dead.push(deadLetterOf(message.body, verdict));
    if (dead.length > mostDeadLetters) dead.shift();
  };
  const handOut = (): void => {
    while (handlers.length > 0) {
      const message = waiting.shift();
      const handle = handlers[(turn += 1) % handlers.length];
      if (!message || !handle) return;
      message.deliveries += 1;
      queueMicrotask(() => void decide(handle, message));
    }
  };

  return {
    deadLetters: () => dead,
    add(body: Uint8Array): void {
      waiting.push({ body, deliveries: 0 });
      handOut();
    },
    /** Returns the function that removes the handler. */
    addHandler(handler: Handler): () => void {
      handlers.push(handler);
      handOut();
      return () => {
        const index = handlers.indexOf(handler);
        if (index >= 0) handlers.splice(index, 1);
      };
    },
  };
}
