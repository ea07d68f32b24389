import { usageError } from '../errors.ts';

/**
 * What a person named, as one part of an address. A URL cannot hold an empty part, `.` or `..`: what is asked of
 * `/v1/campaigns/../pause` is the emergency stop of everything. Throws `cli.usage`.
 */
export function pathPart(name: string): string {
  if (!['', '.', '..'].includes(name)) return encodeURIComponent(name);
  throw usageError(`"${name}" is not a name.`, 'Nothing was done. Give the name or the id.');
}
