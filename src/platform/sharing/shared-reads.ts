type Read<Answer> = () => Promise<Answer>;
type Running<Answer> = { current: Promise<Answer>; next: Promise<Answer> | null };

/**
 * Shares reads of the same key among concurrent callers. A caller that arrives during a read gets the next read, which
 * starts when the current one has ended, so each answer is read after it was requested. A key has at most one current and
 * one waiting read, for any number of callers. If a read fails, it fails for all callers that share it.
 */
export function createSharedReads<Answer>(): (key: string, read: Read<Answer>) => Promise<Answer> {
  const running = new Map<string, Running<Answer>>();

  const start = (key: string, read: Read<Answer>): Promise<Answer> => {
    const entry: Running<Answer> = { current: read(), next: null };
    running.set(key, entry);
    const end = (): void => {
      if (entry.next === null) running.delete(key);
    };
    entry.current.then(end, end);
    return entry.current;
  };

  return (key, read) => {
    const entry = running.get(key);
    if (!entry) return start(key, read);
    const startNext = (): Promise<Answer> => start(key, read);
    entry.next ??= entry.current.then(startNext, startNext);
    return entry.next;
  };
}

/** The same for one read. */
export function createSharedRead<Answer>(read: Read<Answer>): Read<Answer> {
  const share = createSharedReads<Answer>();
  return () => share('', read);
}
