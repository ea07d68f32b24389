/** The bytes of a list, of which those that were read so far can be read again. */
export type KeptSource = {
  /** Reads on, and keeps what it reads. When this reading ends, the source stays open. */
  first: AsyncIterable<Uint8Array>;
  /** The number of bytes that were kept; 0 after more than the maximum was read. */
  kept: () => number;
  /** Reads the list from its start: what was kept, and then the rest. Closes the source at its end. */
  whole: () => AsyncGenerator<Uint8Array, void, undefined>;
  /** Closes the source. */
  close: () => Promise<unknown>;
};

export function keepSource({
  source,
  maxBytes,
}: {
  source: AsyncIterable<Uint8Array>;
  maxBytes: number;
}): KeptSource {
  const bytes = source[Symbol.asyncIterator]();
  let pieces: Uint8Array[] | null = [];
  let length = 0;
  const close = async (): Promise<unknown> => bytes.return?.();

  async function* first(): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const { value, done } = await bytes.next();
      if (done) return;
      length += value.length;
      pieces?.push(value);
      if (length > maxBytes) pieces = null;
      yield value;
    }
  }

  async function* whole(): AsyncGenerator<Uint8Array, void, undefined> {
    const known = pieces ?? [];
    pieces = null;
    for (let piece = known.shift(); piece; piece = known.shift()) yield piece;
    yield* first();
    await close();
  }

  return {
    first: first(),
    kept: () => (pieces === null ? 0 : length),
    whole,
    close,
  };
}
