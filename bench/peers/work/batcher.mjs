/**
 * Collects single calls into batches, as a data loader does: `add(item)` resolves when the batch of the item has run.
 * A batch starts when `size` items wait, or when the jobs that are ready have all been started.
 */
export function createBatcher({ run, size }) {
  const waiting = [];
  let isScheduled = false;
  const flush = () => {
    isScheduled = false;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, size);
      run(batch.map(({ item }) => item)).then(
        (results) => batch.forEach(({ resolve }, index) => resolve(results?.[index])),
        (error) => batch.forEach(({ reject }) => reject(error)),
      );
    }
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isScheduled) return;
      isScheduled = true;
      setImmediate(flush);
    });
}
