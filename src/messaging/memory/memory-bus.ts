import type { Bus, BusMessage } from '../contract.ts';

/** The bus of one process: instances in it hear each other. */
export function createMemoryBus(): Bus {
  const handlers = new Map<string, Set<(message: BusMessage) => void>>();
  return {
    publish({ subject, message }) {
      const copy = structuredClone(message);
      queueMicrotask(() => {
        for (const handle of handlers.get(subject) ?? []) handle(copy);
      });
      return Promise.resolve();
    },
    subscribe({ subject, handle }) {
      const own = handlers.get(subject) ?? new Set();
      handlers.set(subject, own);
      own.add(handle);
      return Promise.resolve(() => own.delete(handle));
    },
    health: () => Promise.resolve({ ok: true, detail: 'in process' }),
    close() {
      handlers.clear();
      return Promise.resolve();
    },
  };
}
