const quote = 0x22;
const comma = 0x2c;
const openArray = 0x5b;
const backslash = 0x5c;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/**
 * Returns the depth and the number of values of a JSON text without parsing it: it counts brackets and commas outside
 * strings. An empty array or object counts as two values. Counting stops when a limit is exceeded. Never throws; for
 * bytes that are not JSON the result has no meaning.
 */
export function measureJson(
  bytes: Uint8Array,
  most: { depth: number; values: number } = { depth: Infinity, values: Infinity },
): { depth: number; values: number } {
  let level = 0;
  let depth = 0;
  let values = 1;
  let isString = false;
  for (let index = 0; index < bytes.length && depth <= most.depth && values <= most.values; index += 1) {
    const byte = bytes[index];
    if (isString) {
      if (byte === backslash) index += 1;
      else if (byte === quote) isString = false;
    } else if (byte === quote) isString = true;
    else if (byte === comma) values += 1;
    else if (byte === openArray || byte === openObject) {
      level += 1;
      values += 1;
      depth = Math.max(depth, level);
    } else if (byte === closeArray || byte === closeObject) level -= 1;
  }
  return { depth, values };
}
