import type { StoredMail } from '../../mailboxes/mailboxes.ts';
import { ImapBad, ImapNo } from '../answers.ts';
import type { Arguments } from '../arguments.ts';
import { flagsOf, readFetchItems } from '../fetch-items.ts';
import { readSearch } from '../search-keys.ts';
import { readSequenceSet } from '../sequence-set.ts';
import { announceArrivals, passStage, type Selected, type Session } from '../session.ts';
import { readFlag } from './folders.ts';

/** Whether a command names messages by UID, and reports their UIDs. */
type By = { byUid: boolean };
type Numbered = { mail: StoredMail; number: number };

function selectedOf({ selected }: Session): Selected {
  if (!selected) throw new ImapBad('no folder is selected');
  return selected;
}

const numbered = ({ view }: Selected): Numbered[] => view.map((mail, index) => ({ mail, number: index + 1 }));

/**
 * Returns the messages that a sequence set names. A number that does not exist is an error; a UID that does not exist is
 * none (RFC 3501, 6.4.8).
 */
function named({ text, selected, byUid }: { text: string; selected: Selected } & By): Numbered[] {
  const { view } = selected;
  const last = byUid ? (view.at(-1)?.uid ?? 0) : view.length;
  const holds = readSequenceSet({ text, last });
  const beyond = Math.max(...text.split(/[,:]/).map((end) => (end === '*' ? last : Number(end))));
  if (!byUid && (beyond > view.length || view.length === 0))
    throw new ImapBad('there is no such sequence number');
  return numbered(selected).filter(({ mail, number }) => holds(byUid ? mail.uid : number));
}

export const fetchAs =
  ({ byUid }: By) =>
  async (given: Arguments, session: Session): Promise<void> => {
    const selected = selectedOf(session);
    const mails = named({ text: given.text(), selected, byUid });
    const items = readFetchItems(given.any());
    given.end();
    await passStage(session, 'imap-fetch');
    const isRead = !selected.readOnly && items.some((item) => item.isRead);
    for (const { mail, number } of mails) {
      const isNewlyRead = isRead && !mail.flags.has('\\Seen');
      if (isNewlyRead) mail.flags.add('\\Seen');
      const parts = items.map(({ valueOf }) => valueOf(mail));
      // Answers to UID FETCH always contain the UID.
      if (byUid && !parts.some(([text]) => String(text).startsWith('UID ')))
        parts.unshift([`UID ${mail.uid}`]);
      if (isNewlyRead && !parts.some(([text]) => String(text).startsWith('FLAGS ')))
        parts.push([flagsOf(mail)]);
      session.write(joined(number, parts));
    }
    if (byUid) announceArrivals(session);
  };

function joined(number: number, parts: readonly (readonly (string | Buffer)[])[]): Buffer {
  const values = parts.flatMap((part, index) => (index === 0 ? part : [' ', ...part]));
  return Buffer.concat([`* ${number} FETCH (`, ...values, ')\r\n'].map((one) => Buffer.from(one)));
}

export const storeAs =
  ({ byUid }: By) =>
  (given: Arguments, session: Session): void => {
    const selected = selectedOf(session);
    const mails = named({ text: given.text(), selected, byUid });
    const [all, sign = '', silent] = /^([+-]?)FLAGS(\.SILENT)?$/.exec(given.keyword()) ?? [];
    if (all === undefined) throw new ImapBad('STORE changes FLAGS, +FLAGS or -FLAGS');
    const flags = given.isNext('list') ? given.list().map((flag) => readFlag(flag)) : [];
    while (given.hasMore()) flags.push(readFlag(given.any()));
    if (selected.readOnly) throw new ImapNo('[READ-ONLY] the folder was opened with EXAMINE');
    for (const { mail, number } of mails) {
      if (sign === '') mail.flags.clear();
      for (const flag of flags) {
        if (sign === '-') mail.flags.delete(flag);
        // Nothing is ever deleted here.
        else if (flag !== '\\Deleted') mail.flags.add(flag);
      }
      const uid = byUid ? `UID ${mail.uid} ` : '';
      if (silent === undefined) session.write(`* ${number} FETCH (${uid}${flagsOf(mail)})\r\n`);
    }
  };

const charsets = new Set(['UTF-8', 'US-ASCII']);

export const searchAs =
  ({ byUid }: By) =>
  (given: Arguments, session: Session): void => {
    const selected = selectedOf(session);
    const { view } = selected;
    const holds = readSearch(withoutCharset(given), { number: view.length, uid: view.at(-1)?.uid ?? 0 });
    const found = numbered(selected).filter(holds);
    const numbers = found.map(({ mail, number }) => (byUid ? mail.uid : number));
    session.write(`* SEARCH${numbers.map((number) => ` ${number}`).join('')}\r\n`);
  };

/** Skips `CHARSET name`, which may only come first. */
function withoutCharset(given: Arguments): Arguments {
  if (!given.skip('CHARSET')) return given;
  if (!charsets.has(given.text().toUpperCase()))
    throw new ImapNo('[BADCHARSET (UTF-8 US-ASCII)] unknown charset');
  return given;
}

/** RFC 2177: announces arrivals until the client sends DONE. A hang confirms, and then says nothing more at all. */
export async function idle(given: Arguments, session: Session): Promise<void> {
  given.end();
  const { name } = selectedOf(session);
  const { user, reception, mailboxes } = session;
  const fault = await reception.stage('imap-idle', { user, mailFrom: null, recipients: [] });
  if (fault.kind === 'refuse') throw new ImapNo(fault.text);
  session.write('+ idling\r\n');
  if (fault.kind === 'close') session.end();
  if (fault.kind !== 'accept') await new Promise(() => undefined);
  announceArrivals(session);
  const unwatch = mailboxes.watch(user ?? '', name, () => announceArrivals(session));
  const [line] = await session.nextLine();
  unwatch();
  if (String(line).toUpperCase() !== 'DONE') throw new ImapBad('only DONE ends IDLE');
}
