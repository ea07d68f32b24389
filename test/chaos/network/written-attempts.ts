import type { Transform } from './link.ts';

const token = /[?&]attempt=(att_[0-9A-Z]{26})(?=[^0-9A-Z])/g;
/** Longer than a token with its name. */
const overlap = 64;

/** When each attempt was first written to the carrier, and by which instance. */
export type Written = ReadonlyMap<string, { at: number; instance: number }>;

/** Notes each attempt whose request passes a link to the carrier. Instants are those of `now`. */
export function createWrittenAttempts({ now }: { now: () => number }): {
  written: Written;
  /** Creates the transform of a connection of this instance. */
  of: (instance: number) => () => Transform;
} {
  const written = new Map<string, { at: number; instance: number }>();
  return {
    written,
    of: (instance) => () => {
      let before = '';
      return (bytes) => {
        const text = before + bytes.toString('latin1');
        for (const [, attempt = ''] of text.matchAll(token)) {
          if (!written.has(attempt)) written.set(attempt, { at: now(), instance });
        }
        before = text.slice(-overlap);
        return bytes;
      };
    },
  };
}
