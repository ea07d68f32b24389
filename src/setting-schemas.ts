import { z } from 'zod';
import { parseAllowedAddresses } from './platform/addresses/allowed-addresses.ts';

/** What a setting means, its schema with the default, and an example for `.env.example` where there is no default. */
export type Setting = { schema: z.ZodType; doc: string; example?: string; secret?: true };

export const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER) => {
  const range = most === Number.MAX_SAFE_INTEGER ? `, ${least} or more` : ` from ${least} to ${most}`;
  const error = `must be a whole number${range}`;
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
};

/** Addresses with their ports, separated by commas. */
export const allowedAddresses = z.string().transform((given, context) => {
  const found = parseAllowedAddresses(given);
  if (found) return found;
  context.addIssue({ code: 'custom', message: 'must be addresses such as 127.0.0.1:8080 or 10.0.0.0/8:443' });
  return z.NEVER;
});

export const oneOf = <const Names extends readonly string[]>(names: Names) =>
  z.enum(names, { error: `must be ${names.join(' or ')}` });

/** Whether an address is reachable from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/**
 * Returns whether an address stands for every address of the machine. A service can listen on it, but it is not an
 * address that clients can use.
 */
export function isAnyAddress(host: string): boolean {
  return host === '0.0.0.0' || host === '::' || host === '[::]';
}
