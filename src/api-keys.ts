import { createHash } from 'node:crypto';
import { slugSchema } from './domain/campaign/slug.ts';
import { RingmasterError } from './domain/errors.ts';
import { roles } from './domain/role.ts';
import type { Role } from './domain/role.ts';

/** Who may use the API: the secret itself is never stored, only its SHA-256. */
export type ApiKey = { id: string; role: Role; client: string; hash: string };

const makeOne = 'Make one with: ringmaster doctor --new-key NAME';

/**
 * Reads `name:role:client:sha256`, separated by commas. Throws `config.invalid` with every key that is wrong, that has
 * the name or the secret of another one, or whose secret can be guessed. Neither secrets nor hashes are in the message.
 */
export function readApiKeys(text: string): readonly ApiKey[] {
  const entries = text.split(',').map((entry) => entry.trim());
  const given = entries.flatMap((entry, index) => (entry === '' ? [] : [{ entry, number: index + 1 }]));
  if (text.trim() !== '' && given.length === 0) throw refuse(['API_KEYS holds no key']);
  const issues: string[] = [];
  const keys: ApiKey[] = [];
  const names = new Map<string, number>();
  const hashes = new Map<string, number>();
  const guessable = given.length === 0 ? new Set<string>() : guessableHashes();
  for (const { entry, number } of given) {
    const key = readKey(entry);
    if (typeof key === 'string') {
      issues.push(`API_KEYS: key ${number} ${key}`);
      continue;
    }
    const named = `key ${number} (${key.id})`;
    const sameName = names.get(key.id);
    const sameSecret = hashes.get(key.hash);
    if (sameName !== undefined) issues.push(`API_KEYS: ${named} has the same name as key ${sameName}`);
    if (sameSecret !== undefined) issues.push(`API_KEYS: ${named} has the same secret as key ${sameSecret}`);
    if (key.hash === hashOf('')) issues.push(`API_KEYS: ${named} is the hash of an empty secret`);
    else if (guessable.has(key.hash) || key.hash === hashOf(key.id) || key.hash === hashOf(`${key.id}\n`))
      issues.push(`API_KEYS: ${named} has a secret that is easy to guess`);
    names.set(key.id, sameName ?? number);
    hashes.set(key.hash, sameSecret ?? number);
    keys.push(key);
  }
  if (issues.length > 0) throw refuse(issues);
  return keys;
}

/** The key, or what is wrong with it. */
function readKey(text: string): ApiKey | string {
  const parts = text.split(':');
  const [id = '', role = '', client = '', hash = ''] = parts;
  if (parts.length !== 4) return 'is not in the form name:role:client:sha256';
  if (!/^[\x21-\x7e]{1,63}$/.test(id))
    return 'is not in the form name:role:client:sha256: the name is blank, holds spaces or is too long';
  const known = roles.find((name) => name === role);
  if (!known) return `is not in the form name:role:client:sha256: the role must be ${roles.join(', ')}`;
  if (client !== '*' && !slugSchema.safeParse(client).success)
    return `is not in the form name:role:client:sha256: the client must be a name of lower-case letters, digits and dashes, or *`;
  if (!/^[0-9a-f]{64}$/.test(hash))
    return `is not in the form name:role:client:sha256: a SHA-256 is 64 lower-case hexadecimal digits`;
  return { id, role: known, client, hash };
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

const placeholders = (
  'secret password passwd admin root test demo key apikey api-key token changeme change-me example default ' +
  'ringmaster viewer operator letmein qwerty undefined null none secret-key your-secret my-secret'
).split(' ');

/**
 * Hashes of secrets of one or two printable characters, of numbers with at most four digits, and of placeholders, each
 * with the line end that `echo` adds, too.
 */
function guessableHashes(): ReadonlySet<string> {
  const signs = Array.from({ length: 95 }, (_, index) => String.fromCodePoint(32 + index));
  const numbers = [3, 4].flatMap((digits) =>
    Array.from({ length: 10 ** digits }, (_, number) => String(number).padStart(digits, '0')),
  );
  const secrets = [
    ...signs,
    ...signs.flatMap((first) => signs.map((second) => first + second)),
    ...numbers,
    ...placeholders,
  ];
  return new Set(['', '\r', ...secrets].flatMap((secret) => [hashOf(secret), hashOf(`${secret}\n`)]));
}

function refuse(issues: readonly string[]): RingmasterError {
  return new RingmasterError({
    code: 'config.invalid',
    family: 'invalid',
    message: `${issues.join('; ')}.`,
    hint: makeOne,
    details: { issues },
  });
}
