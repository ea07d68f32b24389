import { z } from 'zod';
import { alertSettings } from './alert-settings.ts';
import { oneOf, wholeNumber } from './setting-schemas.ts';
import type { Setting } from './setting-schemas.ts';

const positiveNumber = z.coerce
  .number({ error: 'must be a number' })
  .positive({ error: 'must be more than 0' })
  .max(100_000, { error: 'must be at most 100000' });
/** An address as it is compared: without the slashes at its end and a usual port, the host in small ASCII letters. */
function plainAddress(text: string): string {
  const [, origin = '', path = ''] = /^(https?:\/\/[^/]*)(.*)$/i.exec(text) ?? [];
  const host = (/^\p{ASCII}*$/u.test(origin) ? origin : (URL.parse(origin)?.origin ?? origin))
    .toLowerCase()
    .replace(/^(http:.*):80$|^(https:.*):443$/, '$1$2')
    .replace(/:$/, '');
  return host + path.replace(/\/+$/, '');
}

/**
 * An address of http or https with nothing but a host, a port and a path, because paths are appended to it. What
 * `new URL` would mend or drop silently is refused.
 */
const httpUrl = z.string().superRefine((given, context) => {
  const refuse = (message: string): void => context.addIssue({ code: 'custom', message });
  const found = URL.parse(given);
  if (/[\s\p{Cc}]/u.test(given)) refuse('must hold no spaces or line ends');
  else if (!/^https?:\/\/[^/\\]/i.test(given) || given.includes('\\') || !found) {
    refuse('must be an address such as https://calls.example.com');
  } else if (given.includes('?')) refuse('must hold no query: paths are appended to it');
  else if (given.includes('#')) refuse('must hold no fragment: paths are appended to it');
  else if (found.username !== '' || found.password !== '') refuse('must hold no user name or password');
  else if (found.port === '0') refuse('must name a port that can be reached');
  else if (plainAddress(given) !== plainAddress(found.href)) refuse(`must be written as ${found.href}`);
});
const text = z.string().min(1);
/** Addresses of one NATS installation, in the form that its clients take. */
const natsServers = z.string().transform((given, context) => {
  const servers = given.split(',').map((one) => one.trim());
  const refuse = (message: string): void => context.addIssue({ code: 'custom', message });
  for (const server of servers) {
    const found = URL.parse(server);
    if (!found || !/^(?:nats|tls):$/.test(found.protocol) || found.hostname === '') {
      refuse('must be addresses such as nats://nats.example.com:4222, separated by commas');
    } else if (found.username !== '' || found.password !== '') refuse('must hold no user name or password');
    else if (!/^\/?$/.test(found.pathname) || found.search !== '' || found.hash !== '')
      refuse('must hold a host and a port, and nothing after them');
  }
  return servers;
});
/** Every setting of the service, in the order of the reference page. */
export const settings = {
  HOST: {
    schema: text.default('127.0.0.1'),
    doc: 'Address to listen on. Beyond loopback, STORE, BUS, CARRIER and API_KEYS must be set.',
  },
  PORT: { schema: wholeNumber(0, 65_535).default(3000), doc: 'Port to listen on; 0 takes a free one.' },
  PUBLIC_URL: {
    schema: httpUrl.optional(),
    doc: 'Where the carrier reaches this service from outside. Without it: the address it listens on.',
    example: 'https://calls.example.com',
  },
  DATA_DIR: {
    schema: text.default('.ringmaster'),
    doc: 'Folder for the embedded store and the address file.',
  },
  STORE: {
    schema: oneOf(['sqlite', 'mongodb']).optional(),
    doc: 'Where campaigns are kept: sqlite, a file under DATA_DIR, or mongodb. Without it, on loopback: sqlite.',
    example: 'sqlite',
  },
  MONGODB_URI: {
    schema: z
      .string()
      .regex(/^mongodb(?:\+srv)?:\/\/[^/]+\/[^/?]+/, {
        error:
          'must be a connection string with a database, such as mongodb://127.0.0.1:27017/ringmaster?replicaSet=rs0',
      })
      .optional(),
    doc: 'Connection string of a MongoDB replica set, with the name of the database; needed with STORE=mongodb.',
    secret: true,
  },
  BUS: {
    schema: oneOf(['memory', 'nats']).optional(),
    doc: 'The bus between instances: memory, for one process, or nats. Default on loopback: memory.',
    example: 'memory',
  },
  NATS_URL: {
    schema: natsServers.optional(),
    doc: 'NATS servers, separated by commas; needed with BUS=nats. `tls://` encrypts the connection.',
    example: 'nats://127.0.0.1:4222',
  },
  NATS_USER: {
    schema: text.optional(),
    doc: 'User at the NATS servers, with NATS_PASSWORD.',
    example: 'ringmaster',
  },
  NATS_PASSWORD: { schema: text.optional(), doc: 'Password of NATS_USER.', secret: true },
  NATS_TOKEN: {
    schema: text.optional(),
    doc: 'Token for the NATS servers, in place of a user.',
    secret: true,
  },
  NATS_CREDS: {
    schema: text.optional(),
    doc: 'Credentials file for the NATS servers, as `nsc generate creds` writes it, in place of a user or a token.',
    example: '/etc/ringmaster/nats.creds',
  },
  NATS_PREFIX: {
    schema: z
      .string()
      .regex(/^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/, {
        error: 'must be words of letters, digits, - and _, with dots between them',
      })
      .default('ringmaster'),
    doc: 'First part of every NATS subject. Installations that share servers need different ones.',
  },
  NATS_REPLICAS: {
    schema: wholeNumber(1, 5).default(1),
    doc: 'Servers that keep each JetStream stream: 1, 3 or 5, and no more than the NATS cluster has. Needs JetStream.',
  },
  NATS_EVENTS_DAYS: {
    schema: wholeNumber(0, 3_650).default(30),
    doc: 'Days for which events that are published on NATS are kept. 0: none are published. Needs JetStream.',
  },
  CARRIER: {
    schema: oneOf(['simulator', 'plivo']).optional(),
    doc: 'Who makes the calls: simulator (no real calls) or plivo. Without it, on loopback: simulator.',
    example: 'simulator',
  },
  CARRIER_URL: {
    schema: httpUrl.optional(),
    doc: 'Base address of the carrier. Without it: https://api.plivo.com for plivo, for the simulator one inside this process.',
    example: 'http://127.0.0.1:4010',
  },
  PLIVO_AUTH_ID: {
    schema: text.optional(),
    doc: 'Account of the carrier; needed with CARRIER=plivo.',
    example: 'MAXXXXXXXXXXXXXXXXXX',
  },
  PLIVO_AUTH_TOKEN: {
    schema: text.optional(),
    doc: 'Its token, which also proves that webhooks are theirs; needed with CARRIER=plivo.',
    secret: true,
  },
  MAIL: {
    schema: oneOf(['simulator', 'smtp', 'off']).optional(),
    doc: 'Who sends email: simulator (no message leaves this machine), smtp (the mail servers of the mailboxes), or off. Without it: simulator on loopback with the simulated carrier, else off.',
    example: 'simulator',
  },
  API_KEYS: {
    schema: text.optional(),
    doc: 'Keys for the HTTP API, separated by commas: `name:role:client:sha256-of-the-secret-in-hex`. Roles: viewer, operator, admin; client `*` for all. `ringmaster doctor --new-key NAME` makes one.',
    secret: true,
  },
  API_REQUESTS_PER_SECOND: {
    schema: wholeNumber(0).default(50),
    doc: 'HTTP requests each API key may send per second to one instance; after a quiet time those of ten seconds at once. More are answered with 429. 0: no limit.',
  },
  CALLING_RULES: {
    schema: oneOf(['apply', 'off']).default('apply'),
    doc: 'Whether calls keep to the hours, holidays and caps of docs/calling-rules.md. `off`: an operator keeps to the law in another way.',
  },
  ACCOUNT_CALLS_PER_SECOND: {
    schema: positiveNumber.default(2),
    doc: 'Calls the carrier account may start per second (Plivo: 2 unless they agreed to more).',
  },
  ACCOUNT_CONCURRENT: {
    schema: wholeNumber(1).optional(),
    doc: 'Calls the account may have in flight. Without it: unlimited.',
    example: '50',
  },
  GLOBAL_CONCURRENT: {
    schema: wholeNumber(1).optional(),
    doc: 'Attempts in flight in the whole installation. Without it: unlimited.',
    example: '100',
  },
  CALLER_CONCURRENT: {
    schema: wholeNumber(1).optional(),
    doc: 'Attempts in flight per caller ID. Without it: unlimited.',
    example: '10',
  },
  CARRIER_REQUESTS_PER_5S: {
    schema: wholeNumber(1).default(300),
    doc: 'The maximum number of API requests to the carrier in five seconds.',
  },
  UNKNOWN_HOLD_SECONDS: {
    schema: wholeNumber(1, 604_800).default(900),
    doc: 'How long an attempt is searched for after an ambiguous answer. It ends unconfirmed with the first search after that which finds nothing.',
  },
  ...alertSettings,
  INSPECT: {
    schema: oneOf(['off', 'on']).default('off'),
    doc: 'A switch for development: on lets inspectors of state machines on this machine follow actors at /v1/inspect. Only on loopback.',
  },
  LOG_LEVEL: {
    schema: oneOf(['silent', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
    doc: 'How much is logged.',
  },
} as const satisfies Record<string, Setting>;

/** Every setting of the commands that speak to a running service. */
export const clientSettings = {
  RINGMASTER_URL: {
    schema: httpUrl.optional(),
    doc: 'The service to speak to. Without it: the address a service left in DATA_DIR, else http://localhost:3000.',
    example: 'http://localhost:3000',
  },
  RINGMASTER_KEY: {
    schema: text.optional(),
    doc: 'Secret of an API key, for a service that has keys.',
    secret: true,
  },
} as const satisfies Record<string, Setting>;
