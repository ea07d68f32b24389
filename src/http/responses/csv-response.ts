/**
 * Returns a streamed CSV response. If reading fails, the connection breaks, so that half a list cannot be taken for a
 * whole one.
 */
export function csvResponse({
  chunks,
  fileName,
  isHead,
  onError,
}: {
  chunks: AsyncIterable<string>;
  fileName: string;
  isHead: boolean;
  onError: (error: unknown) => void;
}): Response {
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${fileName}"`,
  };
  if (isHead) return new Response(null, { headers });
  const encoder = new TextEncoder();
  const reading = chunks[Symbol.asyncIterator]();
  let isGone = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reading.next();
        if (isGone) return;
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        onError(error);
        controller.error(error);
      }
    },
    async cancel() {
      isGone = true;
      await reading.return?.();
    },
  });
  return new Response(body, { headers });
}
