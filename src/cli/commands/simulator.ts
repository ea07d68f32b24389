import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../../platform/make-folder.ts';
import type { FaultRule, Journal } from '../../simulator/index.ts';
import type { ScaledClock } from '../../platform/scaled-clock.ts';
import type { Cli } from '../cli.ts';
import { keepClockFile } from '../clock/clock-file.ts';
import { readClockStart } from '../clock/clock-start.ts';
import { portError, usageError } from '../errors.ts';
import { unreadable, unwritable } from '../folder/file-errors.ts';
import { createOwnClock, followParent, maxSpeed } from '../clock/process-clock.ts';
import { serveSimulatedMail } from '../service/serve-simulated-mail.ts';
import type { SimulatedMail, SimulatedMailInput } from '../service/serve-simulated-mail.ts';
import { simulatorAccount } from '../service/simulator-account.ts';
import { untilStopped } from '../service/until-stopped.ts';
import type { Verb } from '../verb.ts';
import { issueInWords } from '../../domain/issue-words.ts';

const defaultPort = 4010;

export const simulator: Verb = {
  name: 'simulator',
  works: true,
  summary: 'A simulated carrier and mail server',
  description:
    'It makes no real calls and sends no real mails. It has the API of Plivo, and with --smtp-port also SMTP and IMAP. The last two digits of a number, and words in an email address, decide what happens (docs/simulator.md). The journals record which calls were really placed and which messages were really accepted.',
  options: [
    { flags: '--port <port>', what: `port to listen on (default ${defaultPort}; 0: a free one)` },
    {
      flags: '--host <address>',
      what: 'address to listen on (default 127.0.0.1); on another address it needs no key, so keep it private',
    },
    { flags: '--journal <file>', what: 'write the journal to this file, and continue from it' },
    { flags: '--speed <factor>', what: 'the speed of the clock (default 1)' },
    { flags: '--seed <number>', what: 'which contacts answer (default 1)' },
    { flags: '--faults <file>', what: 'a JSON file with a list of faults' },
    {
      flags: '--calls-per-second <count>',
      what: 'maximum number of calls started per second; others are queued (default 2)',
    },
    { flags: '--smtp-port <port>', what: 'also simulate mail: port for SMTP (0: a free one)' },
    { flags: '--imap-port <port>', what: 'port for IMAP with --smtp-port (default: a free one)' },
    { flags: '--mail-journal <file>', what: 'like --journal, for accepted messages' },
    { flags: '--account <id:token>', what: `the account (default ${simulatorAccount.authId})` },
    { flags: '--child', what: 'the clock comes from the process that started this one', hidden: true },
  ],
  examples: [
    { line: 'ringmaster simulator --journal carrier.ndjson', what: 'on port 4010, in real time' },
    { line: 'ringmaster simulator --port 0 --speed 60 --seed 7', what: 'one minute per second' },
    { line: 'ringmaster simulator --smtp-port 2525 --imap-port 1143', what: 'with a mail server' },
    { line: 'CARRIER_URL=http://127.0.0.1:4010 ringmaster serve', what: 'a service that uses it' },
  ],
  async run({ cli, options, output }) {
    const { parent, system } = cli;
    const port = options.number('port', { min: 0, max: 65_535, whole: true }) ?? defaultPort;
    const speed = options.number('speed', { min: 0.01, max: maxSpeed }) ?? 1;
    const seed = options.number('seed', { whole: true }) ?? 1;
    const callsPerSecond = options.number('calls-per-second', { min: 0.01 });
    const faults = await readFaults(options.text('faults'));
    const isChild = options.flag('child') && parent !== null;
    const path = options.text('journal');
    const journal = await openJournal(path);
    const own = isChild
      ? { clock: await followParent({ cli, parent }), stop: () => undefined }
      : await chooseOwnClock({ cli, speed, journal: path ?? options.text('mail-journal') });
    const { clock } = own;
    const { serveSimulator } = await carrier();
    const host = options.text('host');
    const at = host === undefined ? {} : { host };
    const closeAll = async (): Promise<void> => {
      await mail?.close();
      own.stop();
      journal.close();
    };
    const mail = await openMail({ options, ...at, clock, system, seed }).catch((error: unknown) => {
      own.stop();
      journal.close();
      throw error;
    });
    const server = await serveSimulator({
      port,
      ...at,
      clock,
      system,
      seed,
      accounts: [readAccount(options.text('account'))],
      options: { faults, ...(callsPerSecond !== undefined && { callsPerSecond }) },
      journal,
      clockControl: { read: () => clock.stretch(), set: () => clock.stretch() },
      ...(mail && { mail: mail.inspection }),
    }).catch(async (error: unknown) => {
      await closeAll();
      throw portError({ error, port, hint: 'Choose another with --port.' });
    });
    parent?.send({ type: 'ready', url: server.url });
    output.document({ url: server.url, account: simulatorAccount.authId, speed, ...mailUrls(mail) });
    output.say(`Carrier SIMULATOR at ${server.url}, clock ×${speed}: no real calls.`);
    const { smtp, imap } = mailUrls(mail);
    if (smtp !== undefined) output.say(`Mail SIMULATOR at ${smtp} and ${imap}: no real mails.`);
    await untilStopped({ cli, alsoWhenGone: isChild ? parent : null });
    await server.close();
    await closeAll();
  },
};

/** Starts the mail simulator if --smtp-port asks for one. */
async function openMail({
  options,
  ...needs
}: Pick<Parameters<Verb['run']>[0], 'options'> &
  Pick<SimulatedMailInput, 'clock' | 'system' | 'seed' | 'host'>): Promise<SimulatedMail | null> {
  const portOf = (name: string) => options.number(name, { min: 0, max: 65_535, whole: true });
  const smtpPort = portOf('smtp-port');
  const imapPort = portOf('imap-port');
  const journal = options.text('mail-journal');
  if (smtpPort !== undefined)
    return serveSimulatedMail({ ...needs, smtpPort, imapPort: imapPort ?? 0, journal });
  if (imapPort === undefined && journal === undefined) return null;
  throw usageError('--imap-port and --mail-journal are for the mail simulator.', 'Add --smtp-port.');
}

function mailUrls(mail: SimulatedMail | null): { smtp?: string; imap?: string } {
  if (!mail) return {};
  const { smtp, imap } = mail;
  return { smtp: `smtp://${smtp.host}:${smtp.port}`, imap: `imap://${imap.host}:${imap.port}` };
}

/** The simulator is loaded only here, so that other verbs start faster. */
const carrier = () => import('../../simulator/index.ts');

/**
 * Creates a clock that continues after the last instant of the journal's previous simulator. A file beside the
 * journal stores its time, unless the clock is the real one.
 */
async function chooseOwnClock({
  cli,
  speed,
  journal,
}: {
  cli: Cli;
  speed: number;
  journal: string | undefined;
}): Promise<{ clock: ScaledClock; stop: () => void }> {
  const { system } = cli;
  if (journal === undefined) return { clock: createOwnClock({ cli, speed }), stop: () => undefined };
  const path = `${journal}.clock`;
  const reached = await readClockStart({ clock: path, journal, now: system.now() });
  const clock = createOwnClock({ cli, speed, startAt: Math.max(reached ?? 0, system.now()) });
  if (reached === null && speed === 1) return { clock, stop: () => undefined };
  return { clock, stop: keepClockFile({ path, clock, system }).stop };
}

async function openJournal(path: string | undefined): Promise<Journal> {
  const { createFileJournal, createMemoryJournal } = await carrier();
  if (path === undefined) return createMemoryJournal();
  try {
    makeFolder(dirname(path));
    return createFileJournal({ path });
  } catch (error) {
    throw unwritable(path, error);
  }
}

function readAccount(text: string | undefined): { authId: string; authToken: string } {
  if (text === undefined) return simulatorAccount;
  const [authId, authToken, ...rest] = text.split(':');
  if (authId && authToken && rest.length === 0) return { authId, authToken };
  throw usageError('--account must be an id and a token, such as MASIMULATED:secret.');
}

async function readFaults(path: string | undefined): Promise<FaultRule[]> {
  const { faultRuleSchema } = await carrier();
  if (path === undefined) return [];
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw usageError(`${path} is not valid JSON.`);
    throw unreadable(path, error);
  }
  const parsed = faultRuleSchema.array().safeParse(read, { error: issueInWords });
  if (parsed.success) return parsed.data;
  const { path: place = [], message = '' } = parsed.error.issues[0] ?? {};
  const where = place.length === 0 ? '' : ` (at ${place.join('.')})`;
  throw usageError(`${path} is not a list of faults${where}: ${message}.`, 'See docs/simulator.md.');
}
