/**
 * Returns a streamed file. If reading fails, the connection breaks, so that half a file cannot be taken for a whole one.
 */
export function fileResponse({
  chunks,
  type,
  fileName,
  isPacked = false,
  isHead,
  onError,
}: {
  chunks: AsyncIterable<string>;
  type: string;
  fileName: string;
  /** Whether the content is packed with gzip. */
  isPacked?: boolean;
  isHead: boolean;
  onError: (error: unknown) => void;
}): Response {
  const headers = {
    'content-type': type,
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
  return new Response(isPacked ? body.pipeThrough(new CompressionStream('gzip')) : body, { headers });
}
