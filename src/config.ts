import { z } from 'zod';
import { RingmasterError } from './domain/errors.ts';

const wholeNumber = (least: number) => z.coerce.number().int().min(least);
const optionalNumber = z.coerce.number().positive().optional();

/** Every setting: what it means, its schema with the default, and an example for `.env.example`. */
export const settings = {
  HOST: {
    schema: z.string().min(1).default('127.0.0.1'),
    doc: 'Address to listen on. Beyond loopback, STORE, BUS, CARRIER and API_KEYS must be set.',
  },
  PORT: { schema: wholeNumber(0).max(65_535).default(3000), doc: 'Port to listen on; 0 takes a free one.' },
  PUBLIC_URL: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    doc: 'Where the carrier reaches this service from outside. Default: the address it listens on.',
  },
  DATA_DIR: {
    schema: z.string().min(1).default('.ringmaster'),
    doc: 'Folder for the embedded store and the address file.',
  },
  STORE: {
    schema: z.enum(['sqlite']).optional(),
    doc: 'Where campaigns are kept: sqlite, a file under DATA_DIR.',
  },
  BUS: {
    schema: z.enum(['memory']).optional(),
    doc: 'How instances hear of each other: memory, within this process.',
  },
  CARRIER: {
    schema: z.enum(['simulator', 'plivo']).optional(),
    doc: 'Who makes the calls: simulator (nobody is really called) or plivo.',
  },
  CARRIER_URL: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    doc: 'Base address of the carrier. Default for plivo: https://api.plivo.com; for the simulator: one inside this process.',
  },
  PLIVO_AUTH_ID: {
    schema: z.string().min(1).optional(),
    doc: 'Account of the carrier; needed with CARRIER=plivo.',
  },
  PLIVO_AUTH_TOKEN: {
    schema: z.string().min(1).optional(),
    doc: 'Its token, which also proves that webhooks are theirs.',
    secret: true,
  },
  API_KEYS: {
    schema: z.string().optional(),
    doc: 'Keys for the HTTP API, separated by commas: `name:role:client:sha256-of-the-secret-in-hex`. Roles: viewer, operator, admin; client * for all.',
    secret: true,
  },
  ACCOUNT_CALLS_PER_SECOND: {
    schema: optionalNumber.default(2),
    doc: 'Calls the carrier account may start per second (Plivo: 2 unless they agreed to more).',
  },
  ACCOUNT_CONCURRENT: {
    schema: wholeNumber(1).optional(),
    doc: 'Calls the account may have in flight; unlimited if not set.',
  },
  GLOBAL_CONCURRENT: {
    schema: wholeNumber(1).optional(),
    doc: 'Attempts in flight in the whole installation; unlimited if not set.',
  },
  CALLER_CONCURRENT: {
    schema: wholeNumber(1).optional(),
    doc: 'Attempts in flight per caller ID; unlimited if not set.',
  },
  CARRIER_REQUESTS_PER_5S: {
    schema: wholeNumber(1).default(300),
    doc: 'API requests the carrier takes in five seconds.',
  },
  UNKNOWN_HOLD_SECONDS: {
    schema: wholeNumber(1).default(900),
    doc: 'How long an attempt is searched for after an ambiguous answer before it ends as unconfirmed.',
  },
  LOG_LEVEL: {
    schema: z.enum(['silent', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
    doc: 'How much is logged.',
  },
} as const satisfies Record<string, { schema: z.ZodType; doc: string; secret?: boolean }>;

export type SettingName = keyof typeof settings;
type Values = { [Name in SettingName]: z.infer<(typeof settings)[Name]['schema']> };

export const keyRoles = ['viewer', 'operator', 'admin'] as const;
/** Who may use the API: the secret itself is never stored, only its SHA-256. */
export type ApiKey = { id: string; role: (typeof keyRoles)[number]; client: string; hash: string };

export type Config = Omit<Values, 'STORE' | 'BUS' | 'CARRIER' | 'API_KEYS'> & {
  STORE: 'sqlite';
  BUS: 'memory';
  CARRIER: 'simulator' | 'plivo';
  API_KEYS: readonly ApiKey[];
};

/** Whether an address is reachable from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function refuse(message: string, hint: string, issues?: readonly string[]): RingmasterError {
  return new RingmasterError({
    code: 'config.invalid',
    family: 'invalid',
    message,
    hint,
    details: issues ? { issues } : {},
  });
}

function readKey(text: string, index: number): ApiKey {
  const [id, role, client, hash, ...rest] = text.split(':');
  const known = keyRoles.find((name) => name === role);
  if (!id || !known || !client || !/^[0-9a-f]{64}$/.test(hash ?? '') || rest.length > 0) {
    throw refuse(
      `API_KEYS: key ${index + 1} is not in the form name:role:client:sha256.`,
      'Make one with: ringmaster doctor --new-key NAME',
    );
  }
  return { id, role: known, client, hash: hash ?? '' };
}

function checkExposure(values: Values, keys: readonly ApiKey[]): void {
  if (isLoopback(values.HOST)) return;
  const missing = (['STORE', 'BUS', 'CARRIER'] as const).filter((name) => values[name] === undefined);
  if (missing.length > 0) {
    throw refuse(
      `HOST=${values.HOST} is reachable from outside, but ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set.`,
      'Defaults hold on loopback only: choose each of them, so that a lost variable cannot choose for you.',
    );
  }
  if (keys.length === 0) {
    throw refuse(
      `HOST=${values.HOST} is reachable from outside, but API_KEYS is empty.`,
      'Make a key with: ringmaster doctor --new-key NAME',
    );
  }
}

function checkCarrier({
  CARRIER,
  PLIVO_AUTH_ID,
  PLIVO_AUTH_TOKEN,
  CARRIER_URL,
  PUBLIC_URL,
  HOST,
}: Values): void {
  if (CARRIER !== 'plivo') {
    const contradicting = CARRIER === 'simulator' && PLIVO_AUTH_ID !== undefined && CARRIER_URL === undefined;
    if (contradicting) {
      throw refuse(
        'CARRIER=simulator, but PLIVO_AUTH_ID is set.',
        'Set CARRIER=plivo to call for real, or take PLIVO_AUTH_ID away.',
      );
    }
    return;
  }
  if (PLIVO_AUTH_ID === undefined || PLIVO_AUTH_TOKEN === undefined) {
    throw refuse(
      'CARRIER=plivo needs PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN.',
      'Both stand on the first page of the Plivo console.',
    );
  }
  if (PUBLIC_URL === undefined && CARRIER_URL === undefined && isLoopback(HOST)) {
    throw refuse(
      'CARRIER=plivo needs PUBLIC_URL.',
      'Plivo must be able to reach this service, for instance https://calls.example.com.',
    );
  }
}

/** Reads the environment once. Throws `config.invalid`, naming every setting that is wrong and how to mend it. */
export function readConfig({
  environment,
}: {
  environment: Readonly<Record<string, string | undefined>>;
}): Config {
  const values: Record<string, unknown> = {};
  const issues: string[] = [];
  for (const [name, { schema }] of Object.entries(settings)) {
    const text = environment[name];
    const parsed = schema.safeParse(text === '' ? undefined : text);
    if (parsed.success) values[name] = parsed.data;
    else issues.push(`${name}: ${parsed.error.issues[0]?.message ?? 'is wrong'}`);
  }
  if (issues.length > 0) throw refuse(issues.join('; '), 'See docs/configuration.md.', issues);
  const read = values as Values;
  const keys = (read.API_KEYS ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '')
    .map(readKey);
  checkExposure(read, keys);
  checkCarrier(read);
  return {
    ...read,
    STORE: read.STORE ?? 'sqlite',
    BUS: read.BUS ?? 'memory',
    CARRIER: read.CARRIER ?? 'simulator',
    API_KEYS: keys,
  };
}
