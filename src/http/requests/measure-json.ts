const quote = 0x22;
const comma = 0x2c;
const openArray = 0x5b;
const backslash = 0x5c;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/**
 * How deep a JSON text is nested and how many values it has, found without reading it: brackets and commas outside of
 * strings. An empty array or object counts as two values. It stops where a limit is passed. Of bytes that are no JSON it
 * says something as well.
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
