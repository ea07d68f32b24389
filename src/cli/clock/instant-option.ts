import { z } from 'zod';
import type { Options } from '../verb.ts';
import { usageError } from '../errors.ts';

const written = z.iso.datetime({ offset: true });

/** A time given as RFC 3339 with its zone, in ms; undefined where the option is not given. Throws `cli.usage`. */
export function readInstant({ options, name }: { options: Options; name: string }): number | undefined {
  const text = options.text(name);
  if (text === undefined) return undefined;
  if (written.safeParse(text).success) return Date.parse(text);
  throw usageError(
    `--${name} ${text} is not a time with its zone.`,
    'Write it like 2027-03-01T09:00:00-05:00.',
  );
}
