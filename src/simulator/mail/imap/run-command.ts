import { ImapBad, ImapNo } from './answers.ts';
import { type Arguments, createArguments } from './arguments.ts';
import { authenticate, capability, id, login, logout, noop } from './commands/any-state.ts';
import { append, leave, listAs, namespace, selectAs, status } from './commands/folders.ts';
import { fetchAs, idle, searchAs, storeAs } from './commands/messages.ts';
import type { RawCommand } from './reader.ts';
import type { Session } from './session.ts';
import { readTokens } from './tokens.ts';

/** Carries out a command. Returns a response code for its OK. */
type Run = (given: Arguments, session: Session) => Promise<string | void> | string | void;
type State = 'any' | 'not-authenticated' | 'authenticated' | 'selected';

const commands: Readonly<Record<string, readonly [state: State, run: Run]>> = {
  CAPABILITY: ['any', capability],
  ID: ['any', id],
  NOOP: ['any', noop],
  LOGOUT: ['any', logout],
  LOGIN: ['not-authenticated', login],
  AUTHENTICATE: ['not-authenticated', authenticate],
  NAMESPACE: ['authenticated', namespace],
  LIST: ['authenticated', listAs('LIST')],
  LSUB: ['authenticated', listAs('LSUB')],
  STATUS: ['authenticated', status],
  APPEND: ['authenticated', append],
  SELECT: ['authenticated', selectAs({ readOnly: false })],
  EXAMINE: ['authenticated', selectAs({ readOnly: true })],
  CHECK: ['selected', noop],
  CLOSE: ['selected', leave],
  UNSELECT: ['selected', leave],
  IDLE: ['selected', idle],
  FETCH: ['selected', fetchAs({ byUid: false })],
  STORE: ['selected', storeAs({ byUid: false })],
  SEARCH: ['selected', searchAs({ byUid: false })],
  'UID FETCH': ['selected', fetchAs({ byUid: true })],
  'UID STORE': ['selected', storeAs({ byUid: true })],
  'UID SEARCH': ['selected', searchAs({ byUid: true })],
};

function stateOf({ user, selected }: Session): State {
  if (user === null) return 'not-authenticated';
  return selected ? 'selected' : 'authenticated';
}

/** Carries out one command of a client and answers it. Returns false after LOGOUT. */
export async function runCommand(command: RawCommand, session: Session): Promise<boolean> {
  const [first = ''] = command;
  const [, tag] = /^([!#$&',\-./0-9:;<=>?@A-Z[^_`a-z|}~]+) /.exec(String(first)) ?? [];
  if (tag === undefined || typeof first !== 'string') {
    session.write('* BAD a command begins with a tag and a space\r\n');
    return true;
  }
  let name = '';
  try {
    const given = createArguments(readTokens([first.slice(tag.length + 1), ...command.slice(1)]));
    name = given.keyword();
    if (name === 'UID') name = `UID ${given.keyword()}`;
    const [state, run] = commands[name] ?? [];
    if (!state || !run) throw new ImapBad(`${name} is not a command of this server`);
    if (!isAllowed(state, stateOf(session))) throw new ImapBad(`${name} is not allowed in this state`);
    const code = await run(given, session);
    session.write(`${tag} OK ${code ? `${code} ` : ''}${name} completed\r\n`);
  } catch (error) {
    if (!(error instanceof ImapNo || error instanceof ImapBad)) throw error;
    session.write(`${tag} ${error instanceof ImapNo ? 'NO' : 'BAD'} ${error.message}\r\n`);
  }
  return name !== 'LOGOUT';
}

function isAllowed(needed: State, now: State): boolean {
  return needed === 'any' || needed === now || (needed === 'authenticated' && now === 'selected');
}
