import type { Transform } from './link.ts';

const headerBytes = 4;
/** Answers that name the members are small; larger messages are data. */
const maxNamingBytes = 64 << 10;

/**
 * Replaces the addresses of the members in the answers of MongoDB, so that a driver connects to the links of its own
 * process. Both addresses have the same length, because the driver's messages (BSON) contain lengths.
 */
export function createMongoNames(names: ReadonlyMap<string, string>): Transform {
  const pairs = [...names].map(([from, to]) => {
    if (from.length !== to.length) throw new Error(`${from} and ${to} differ in length`);
    return [Buffer.from(from), Buffer.from(to)] as const;
  });
  let left: Buffer = Buffer.alloc(0);

  const rename = (message: Buffer): void => {
    if (message.length > maxNamingBytes) return;
    for (const [from, to] of pairs) {
      for (let at = message.indexOf(from); at >= 0; at = message.indexOf(from, at))
        at += to.copy(message, at);
    }
  };
  return (bytes) => {
    left = left.length === 0 ? bytes : Buffer.concat([left, bytes]);
    let end = 0;
    while (left.length - end >= headerBytes) {
      const length = left.readInt32LE(end);
      if (length < headerBytes || left.length - end < length) break;
      rename(left.subarray(end, end + length));
      end += length;
    }
    const whole = left.subarray(0, end);
    left = left.subarray(end);
    return whole;
  };
}
