import { usageError } from '../errors.ts';

/**
 * Returns a name as one segment of a URL path. Throws `cli.usage` for an empty name, `.` and `..`: a request to
 * `/v1/campaigns/../pause` would be an emergency stop of every client.
 */
export function pathPart(name: string): string {
  if (!['', '.', '..'].includes(name)) return encodeURIComponent(name);
  throw usageError(`"${name}" is not a name.`, 'Nothing was done. Use the name or the id.');
}
