import type { z } from 'zod';
import { readApiKeys, type ApiKey } from './api-keys.ts';
import { RingmasterError } from './domain/errors.ts';
import { clientSettings, settings } from './settings.ts';
import { isAnyAddress, isLoopback, type Setting } from './setting-schemas.ts';
import { issueInWords } from './domain/issue-words.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
export type ClientConfig = {
  url: string | null;
  key: string | null;
  dataDir: string;
  rules: 'apply' | 'off';
};
export type SettingName = keyof typeof settings;
type ClientValues = Values & { RINGMASTER_URL?: string; RINGMASTER_KEY?: string };
type Values = { [Name in SettingName]: z.infer<(typeof settings)[Name]['schema']> };

type StoreChoice = { STORE: 'sqlite' } | { STORE: 'mongodb'; MONGODB_URI: string };
type BusChoice = { BUS: 'memory' } | { BUS: 'nats'; NATS_URL: readonly string[] };
export type Config = Omit<
  Values,
  'STORE' | 'MONGODB_URI' | 'BUS' | 'NATS_URL' | 'CARRIER' | 'MAIL' | 'API_KEYS'
> & {
  CARRIER: 'simulator' | 'plivo';
  MAIL: 'simulator' | 'smtp' | 'off';
  API_KEYS: readonly ApiKey[];
} & StoreChoice &
  BusChoice;

function refuse(message: string, hint: string, issues?: readonly string[]): RingmasterError {
  return new RingmasterError({
    code: 'config.invalid',
    family: 'invalid',
    message,
    hint,
    details: issues ? { issues } : {},
  });
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

function checkInspection({ INSPECT, HOST }: Values): void {
  if (INSPECT === 'off' || isLoopback(HOST)) return;
  throw refuse(
    `INSPECT=on is a switch for development, but HOST=${HOST} is reachable from outside.`,
    'Set INSPECT=off, or listen on 127.0.0.1.',
  );
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
    if (PLIVO_AUTH_ID !== undefined && CARRIER_URL === undefined) {
      throw refuse(
        `PLIVO_AUTH_ID is set, but CARRIER is ${CARRIER ?? 'not'}${CARRIER ? '' : ' set'}.`,
        'Set CARRIER=plivo to call for real, or take PLIVO_AUTH_ID away.',
      );
    }
    if (CARRIER_URL !== undefined && /(^|\.)plivo\.com$/i.test(new URL(CARRIER_URL).hostname)) {
      throw refuse(
        `CARRIER_URL=${CARRIER_URL} is a real carrier, but CARRIER is ${CARRIER ?? 'not set, which means simulator'}.`,
        'Set CARRIER=plivo to call for real, or take CARRIER_URL away.',
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
  if (CARRIER_URL !== undefined) return;
  const reach = 'Plivo must be able to reach this service, for instance https://calls.example.com.';
  if (PUBLIC_URL === undefined) {
    if (isLoopback(HOST) || isAnyAddress(HOST)) throw refuse('CARRIER=plivo needs PUBLIC_URL.', reach);
    return;
  }
  const { hostname } = new URL(PUBLIC_URL);
  if (isLoopback(hostname) || isAnyAddress(hostname))
    throw refuse(`PUBLIC_URL=${PUBLIC_URL} is an address that only this machine reaches.`, reach);
}

function chooseStore({ STORE, MONGODB_URI }: Values): StoreChoice {
  if (STORE !== 'mongodb') {
    if (MONGODB_URI === undefined) return { STORE: 'sqlite' };
    throw refuse(
      `MONGODB_URI is set, but STORE is ${STORE ?? 'not set, which means sqlite'}.`,
      'Set STORE=mongodb to use it, or take MONGODB_URI away.',
    );
  }
  if (MONGODB_URI !== undefined) return { STORE, MONGODB_URI };
  throw refuse(
    'STORE=mongodb needs MONGODB_URI.',
    'For instance MONGODB_URI=mongodb://127.0.0.1:27017/ringmaster?replicaSet=rs0.',
  );
}

const natsSettings = ['NATS_URL', 'NATS_USER', 'NATS_PASSWORD', 'NATS_TOKEN', 'NATS_CREDS'] as const;

function chooseBus(values: Values): BusChoice {
  if (values.BUS !== 'nats') {
    const [unused] = natsSettings.filter((name) => values[name] !== undefined);
    if (unused === undefined) return { BUS: 'memory' };
    throw refuse(
      `${unused} is set, but BUS is ${values.BUS ?? 'not set, which means memory'}.`,
      `Set BUS=nats to use it, or take ${unused} away.`,
    );
  }
  const { NATS_URL, NATS_USER, NATS_PASSWORD, NATS_TOKEN, NATS_CREDS } = values;
  if (NATS_URL === undefined)
    throw refuse('BUS=nats needs NATS_URL.', 'For instance NATS_URL=nats://127.0.0.1:4222.');
  if ((NATS_USER === undefined) !== (NATS_PASSWORD === undefined))
    throw refuse('NATS_USER and NATS_PASSWORD go together, and one of them is missing.', 'Set both.');
  const ways = [NATS_USER, NATS_TOKEN, NATS_CREDS].filter((way) => way !== undefined);
  if (ways.length > 1)
    throw refuse(
      'NATS_USER, NATS_TOKEN and NATS_CREDS are three ways to say who this program is, and several are set.',
      'Keep the one that your NATS servers ask for.',
    );
  return { BUS: values.BUS, NATS_URL };
}

function readValues({
  settings: known,
  environment,
}: {
  settings: Readonly<Record<string, Setting>>;
  environment: Environment;
}): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const issues: string[] = [];
  for (const [name, { schema, secret }] of Object.entries(known)) {
    const given = environment[name]?.trim();
    if (name.endsWith('_URL') && /^(?:https?:)?[\\/]*[^\\/?#]*@/i.test(given ?? '')) {
      issues.push(`${name} must hold no user name or password`);
      continue;
    }
    const parsed = schema.safeParse(given === '' ? undefined : given, { error: issueInWords });
    if (parsed.success) values[name] = parsed.data;
    else
      issues.push(`${name}${secret ? '' : `=${given}`} ${parsed.error.issues[0]?.message ?? 'is not valid'}`);
  }
  if (issues.length > 0) throw refuse(issues.join('; '), 'See docs/configuration.md.', issues);
  return values;
}

/** What the commands that speak to a service need. Throws `config.invalid`. */
export function readClientConfig({ environment }: { environment: Environment }): ClientConfig {
  const { DATA_DIR, CALLING_RULES } = settings;
  const read = readValues({ settings: { ...clientSettings, DATA_DIR, CALLING_RULES }, environment });
  const { RINGMASTER_URL: url = null, RINGMASTER_KEY: key = null, ...ours } = read as ClientValues;
  if (!/^[\x21-\x7e]*$/.test(key ?? '')) {
    throw refuse(
      'RINGMASTER_KEY is no secret of a key: it holds spaces or signs that no key has.',
      'Copy it again.',
    );
  }
  return { url, key, dataDir: ours.DATA_DIR, rules: ours.CALLING_RULES };
}

/**
 * Which output the environment asks for: `NO_COLOR` (https://no-color.org) and `TERM=dumb` mean no colours, `FORCE_COLOR`
 * colours in files and pipes as well; it wins over the others, and `FORCE_COLOR=0` means none, as in Node. CI systems set
 * `CI`, and have no screen to draw over.
 */
export function readTerminalSettings({ environment }: { environment: Environment }): {
  color: 'auto' | 'always' | 'never';
  motion: boolean;
} {
  const { TERM: term, NO_COLOR: plain, FORCE_COLOR: forced, CI: ci } = environment;
  const isCi = !['', '0', 'false', undefined].includes(ci);
  const isDumb = term === 'dumb';
  const motion = !isCi && !isDumb;
  if (forced !== undefined && forced !== '')
    return { color: ['0', 'false'].includes(forced) ? 'never' : 'always', motion };
  return { color: plain || isDumb ? 'never' : 'auto', motion };
}

/** Set by bin/newer-node.js for the process it starts: its own process id. */
const launcherVariable = 'RINGMASTER_LAUNCHER';

/** What the environment says about the start of this process. None of it is a setting. */
export type StartFacts = {
  /** The process id of our launcher on an older Node. */
  launcher: number | null;
  /** The command line that npm ran, as npm sets it; null if npm did not start this process. */
  packageScript: string | null;
  /** The program that the shell started, as bash and zsh note it in `_`: /usr/bin/nohup for `nohup npx ...`. */
  shellCommand: string | null;
  /** The process that systemd started (systemd.exec(5), SYSTEMD_EXEC_PID). */
  systemdPid: number | null;
};

/** Reads how this process was started. */
export function readStartFacts({ environment }: { environment: Environment }): StartFacts {
  const script = environment['npm_lifecycle_script'];
  const isByPackageManager = environment['npm_command'] !== undefined || script !== undefined;
  return {
    launcher: Number(environment[launcherVariable]) || null,
    packageScript: isByPackageManager ? (script ?? '') : null,
    shellCommand: environment['_'] ?? null,
    systemdPid: Number(environment['SYSTEMD_EXEC_PID']) || null,
  };
}

/** The environment without any setting of ours, for a child that must not inherit one. */
export function withoutSettings(environment: Environment): Record<string, string | undefined> {
  const ours = new Set([...Object.keys(settings), ...Object.keys(clientSettings), launcherVariable]);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !ours.has(name)));
}

/** Reads the environment once. Throws `config.invalid`, naming every setting that is wrong and how to mend it. */
export function readConfig({ environment }: { environment: Environment }): Config {
  const read = readValues({ settings, environment }) as Values;
  const keys = readApiKeys(read.API_KEYS ?? '');
  checkExposure(read, keys);
  checkInspection(read);
  checkCarrier(read);
  return {
    ...read,
    ...chooseStore(read),
    ...chooseBus(read),
    CARRIER: read.CARRIER ?? 'simulator',
    MAIL: read.MAIL ?? (read.CARRIER !== 'plivo' && isLoopback(read.HOST) ? 'simulator' : 'off'),
    API_KEYS: keys,
  };
}
