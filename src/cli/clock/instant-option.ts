import { z } from 'zod';
import type { Options } from '../verb.ts';
import { usageError } from '../errors.ts';

const written = z.iso.datetime({ offset: true });

/**
 * Returns the time of an option (RFC 3339 with a zone) in milliseconds; undefined without the option. Throws
 * `cli.usage`.
 */
export function readInstant({ options, name }: { options: Options; name: string }): number | undefined {
  const text = options.text(name);
  if (text === undefined) return undefined;
  if (written.safeParse(text).success) return Date.parse(text);
  throw usageError(
    `--${name} ${text} is not a time with a zone.`,
    'Write it like 2027-03-01T09:00:00-05:00.',
  );
}
