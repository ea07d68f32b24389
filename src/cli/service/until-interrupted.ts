/** Resolves with the result of `work`, or rejects with `reason` at Ctrl-C. For work that keeps no resource open. */
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
