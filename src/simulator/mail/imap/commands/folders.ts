import { folderNames, type FolderName } from '../../mailboxes/mailboxes.ts';
import { ImapBad, ImapNo } from '../answers.ts';
import { type Arguments, keywordOf, textOf } from '../arguments.ts';
import { passStage, type Session, unselect } from '../session.ts';
import { readImapDateTime } from '../text.ts';
import type { Token } from '../tokens.ts';

/** RFC 2342: one personal namespace without a prefix. */
export function namespace(given: Arguments, { write }: Session): void {
  given.end();
  write('* NAMESPACE (("" "/")) NIL NIL\r\n');
}

const attributes: Readonly<Record<FolderName, string>> = {
  INBOX: String.raw`\HasNoChildren`,
  Sent: String.raw`\HasNoChildren \Sent`,
  Junk: String.raw`\HasNoChildren \Junk`,
};

/** LIST, and LSUB: every folder is subscribed. Folders have their special use (RFC 6154). */
export const listAs =
  (name: 'LIST' | 'LSUB') =>
  (given: Arguments, { write }: Session): void => {
    const [reference, pattern] = [given.text(), given.text()];
    given.end();
    if (pattern === '') return write(String.raw`* ${name} (\Noselect) "/" ""` + '\r\n');
    const isListed = matcher(`${reference}${pattern}`);
    for (const folder of folderNames.filter((one) => isListed(one))) {
      write(`* ${name} (${attributes[folder]}) "/" ${folder}\r\n`);
    }
  };

/** There is no hierarchy, so `%` matches what `*` does. */
function matcher(pattern: string): (name: string) => boolean {
  const source = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/[*%]+/g, '.*');
  const sensitive = new RegExp(`^${source}$`);
  const insensitive = new RegExp(`^${source}$`, 'i');
  return (name) => (name === 'INBOX' ? insensitive : sensitive).test(name);
}

export function folderNamed(text: string): FolderName {
  const name = folderNames.find((one) => one === (text.toUpperCase() === 'INBOX' ? 'INBOX' : text));
  if (!name) throw new ImapNo(`[NONEXISTENT] there is no folder ${text}`);
  return name;
}

export async function status(given: Arguments, session: Session): Promise<void> {
  const name = folderNamed(given.text());
  const items = given.list().map((item) => keywordOf(item));
  given.end();
  const { mails, uidNext, uidValidity } = session.mailboxes.folder(session.user ?? '', name);
  const values: Readonly<Record<string, number>> = {
    MESSAGES: mails.length,
    RECENT: 0,
    UIDNEXT: uidNext,
    UIDVALIDITY: uidValidity,
    UNSEEN: mails.filter(({ flags }) => !flags.has('\\Seen')).length,
  };
  const parts = items.map((item) => {
    const value = values[item];
    if (value === undefined) throw new ImapBad(`${item} is not an item of STATUS`);
    return `${item} ${value}`;
  });
  session.write(`* STATUS ${name} (${parts.join(' ')})\r\n`);
}

const systemFlags = String.raw`\Answered \Flagged \Seen \Draft`;

export const selectAs =
  ({ readOnly }: { readOnly: boolean }) =>
  async (given: Arguments, session: Session): Promise<string> => {
    const text = given.text();
    given.end();
    unselect(session);
    await passStage(session, 'imap-select');
    const name = folderNamed(text);
    const user = session.user ?? '';
    const { mails, uidNext, uidValidity } = session.mailboxes.folder(user, name);
    const unwatch = session.mailboxes.watch(user, name, (change) => {
      if (change !== 'renewal') return;
      session.write('* BYE the UIDs of the selected folder are void\r\n');
      session.end();
    });
    session.selected = { name, readOnly, view: [...mails], unwatch };
    const unseen = mails.findIndex(({ flags }) => !flags.has('\\Seen')) + 1;
    session.write(
      [
        `* FLAGS (${systemFlags})`,
        readOnly ? '* OK [PERMANENTFLAGS ()]' : String.raw`* OK [PERMANENTFLAGS (${systemFlags} \*)]`,
        `* ${mails.length} EXISTS`,
        '* 0 RECENT',
        ...(unseen === 0 ? [] : [`* OK [UNSEEN ${unseen}]`]),
        `* OK [UIDVALIDITY ${uidValidity}]`,
        `* OK [UIDNEXT ${uidNext}]`,
        '',
      ].join('\r\n'),
    );
    return readOnly ? '[READ-ONLY]' : '[READ-WRITE]';
  };

/** CLOSE, and UNSELECT (RFC 3691): nothing is ever expunged. */
export function leave(given: Arguments, session: Session): void {
  given.end();
  unselect(session);
}

export function append(given: Arguments, session: Session): void {
  const name = folderNamed(given.text());
  const flags = given.isNext('list') ? given.list().map((flag) => readFlag(flag)) : [];
  const first = given.bytes();
  const at = given.hasMore() ? readImapDateTime(first.toString('latin1')) : session.now();
  const raw = given.hasMore() ? given.bytes() : first;
  given.end();
  if (at === null) throw new ImapBad('the date is not valid');
  session.mailboxes.add(session.user ?? '', name, { at, raw, flags });
}

/** A system flag in its usual spelling, or a keyword. */
export function readFlag(token: Token): string {
  const text = textOf(token);
  if (!text.startsWith('\\')) return text;
  const flag = ['\\Answered', '\\Flagged', '\\Seen', '\\Draft', '\\Deleted'].find(
    (one) => one.toLowerCase() === text.toLowerCase(),
  );
  if (flag === undefined) throw new ImapBad(`${text} is not a flag`);
  return flag;
}
