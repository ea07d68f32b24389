/** The end of some work, or a rejection with `reason` as soon as Ctrl-C comes, for work that holds nothing open. */
export async function untilInterrupted<Value>({
  interrupt,
  work,
  reason,
}: {
  interrupt: AbortSignal;
  work: Promise<Value>;
  reason: Error;
}): Promise<Value> {
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => stopped.reject(reason);
  interrupt.addEventListener('abort', stop, { once: true });
  if (interrupt.aborted) stop();
  try {
    return await Promise.race([work, stopped.promise]);
  } finally {
    interrupt.removeEventListener('abort', stop);
  }
}
