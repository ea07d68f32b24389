import { createBusCounter } from '../bus-counter.ts';
import { busMessages } from '../contract.ts';
import type { Bus, Subject } from '../contract.ts';
import { createMemoryFeed } from './memory-feed.ts';
import type { PublishedEvent } from './memory-feed.ts';
import { createMemoryIntake } from './memory-intake.ts';
import type { After, MemoryIntake } from './memory-intake.ts';

/** Connects the instances of one process, such as those of a test. */
export type MemoryHub = {
  /** The bus as one instance has it; closing it leaves the others connected. */
  connect: () => Bus;
} & Pick<MemoryIntake, 'deadLetters'>;

export type MemoryHubInput = {
  /** Without it, results that are handed out again do not wait. */
  after?: After | null;
  /** Receives the events that are published; by default nothing does. */
  onEvent?: (event: PublishedEvent) => void;
};

type Handler = (message: unknown) => void;

const keyOf = ({ subject, to }: { subject: Subject; to?: string | undefined }): string =>
  to === undefined ? subject : `${subject} ${to}`;

export function createMemoryHub({ after = null, onEvent = () => undefined }: MemoryHubInput = {}): MemoryHub {
  const intake = createMemoryIntake(after);
  const feed = createMemoryFeed(onEvent);
  const handlers = new Map<string, Set<Handler>>();
  const publish: Bus['publish'] = ({ subject, to, message }) => {
    queueMicrotask(() => {
      for (const handle of handlers.get(keyOf({ subject, to })) ?? []) handle(message);
    });
    return Promise.resolve();
  };
  return {
    deadLetters: intake.deadLetters,
    connect() {
      const own = new Set<() => void>();
      const counter = createBusCounter();
      let isClosed = false;
      return {
        ...intake.connect(() => isClosed),
        ...feed,
        streamHealth: () => Promise.resolve({ ok: true, detail: 'in process' }),
        publish(input) {
          const read = busMessages[input.subject].safeParse(input.message);
          counter.add(input.subject, read.success ? 'published' : 'dropped');
          return read.success ? publish({ ...input, message: read.data }) : Promise.resolve();
        },
        subscribe({ subject, to, handle }) {
          const key = keyOf({ subject, to });
          const heard = handlers.get(key) ?? new Set();
          handlers.set(key, heard);
          const entry: Handler = (message) => {
            counter.add(subject, 'received');
            handle(structuredClone(message) as Parameters<typeof handle>[0]);
          };
          heard.add(entry);
          const end = (): void => {
            heard.delete(entry);
            if (heard.size === 0) handlers.delete(key);
            own.delete(end);
          };
          own.add(end);
          return Promise.resolve(end);
        },
        health: () => Promise.resolve({ ok: true, detail: 'in process' }),
        counts: counter.read,
        close() {
          isClosed = true;
          for (const end of own) end();
          return Promise.resolve();
        },
      };
    },
  };
}

/** The bus of a process that holds one instance. */
export function createMemoryBus(): Bus {
  return createMemoryHub().connect();
}
