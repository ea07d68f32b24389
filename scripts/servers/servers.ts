import { findProgram } from './find-program.ts';

/** A program that tests and `npm run cluster` use, and how it comes to a machine. */
export type ServerKind = {
  variable: string;
  program: string;
  /** Its place below the cache, which names the version. */
  cached: string;
  onPath: boolean;
  /** One line for people: how to get it. */
  howToGet: string;
};

const installed = 'run `npm run servers:install`';

export const servers = {
  mongod: {
    variable: 'MONGOD_BIN',
    program: 'mongod',
    cached: 'mongod-6.0.5/mongod',
    onPath: true,
    howToGet: `${installed}, or install MongoDB 6.0 or later and set MONGOD_BIN to its mongod`,
  },
  nats: {
    variable: 'NATS_SERVER_BIN',
    program: 'nats-server',
    cached: 'nats-server-2.15.2/nats-server',
    onPath: true,
    howToGet: `${installed}, or \`go install github.com/nats-io/nats-server/v2@v2.15.2\` and set NATS_SERVER_BIN`,
  },
  oldestNats: {
    variable: 'NATS_SERVER_OLDEST_BIN',
    program: 'nats-server',
    cached: 'nats-server-2.9.10/nats-server',
    onPath: false,
    howToGet: `${installed}, or set NATS_SERVER_OLDEST_BIN to a nats-server 2.9.10`,
  },
  /** No server: a library that changes the wall clock of a process, preloaded by the chaos runs. */
  faketime: {
    variable: 'FAKETIME_LIB',
    program: 'libfaketime.so.1',
    cached: 'libfaketime-0.9.10/libfaketime.so.1',
    onPath: false,
    howToGet: `${installed}, or set FAKETIME_LIB to the libfaketime.so.1 of libfaketime 0.9.10 or later`,
  },
  /** No server: a Python with the official SDK of Plivo, for the contract of the carrier. */
  plivoPython: {
    variable: 'PLIVO_PYTHON_BIN',
    program: 'plivo-python',
    cached: 'plivo-python-4.63.0/bin/python',
    onPath: false,
    howToGet: `${installed}, or set PLIVO_PYTHON_BIN to a Python that has the package plivo 4.63.0`,
  },
  dovecot: {
    variable: 'DOVECOT_BIN',
    program: 'dovecot',
    cached: 'dovecot/dovecot',
    onPath: true,
    howToGet: 'install Dovecot 2.3 (Debian 12: `apt-get install dovecot-imapd dovecot-lmtpd dovecot-sieve`)',
  },
  postfix: {
    variable: 'POSTFIX_BIN',
    program: 'postfix',
    cached: 'postfix/postfix',
    onPath: true,
    howToGet: 'install Postfix 3.6 or later (Debian: `apt-get install postfix`), and run the tests as root',
  },
  /** No server: the browser of the tests of pages. */
  chromium: {
    variable: 'CHROMIUM_BIN',
    program: 'chromium',
    cached: 'chromium/chromium',
    onPath: true,
    howToGet:
      'install chromium (Debian: `apt-get install chromium`), or set CHROMIUM_BIN to a Chromium or Chrome',
  },
} as const satisfies Record<string, ServerKind>;

export type ServerName = keyof typeof servers;

/** The path of a server's program, or null if this machine has none. */
export function findServer(name: ServerName, environment: NodeJS.ProcessEnv = process.env): string | null {
  const { variable, program, cached, onPath } = servers[name];
  return findProgram({ environment, variable, name: program, cached, onPath });
}
