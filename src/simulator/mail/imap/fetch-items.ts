import type { StoredMail } from '../mailboxes/mailboxes.ts';
import { ImapBad, ImapNo } from './answers.ts';
import { keywordOf, textOf } from './arguments.ts';
import { envelopeOf } from './envelope.ts';
import { imapDateTime } from './text.ts';
import type { Token } from './tokens.ts';

/** One thing that a FETCH asks for: returns its name and value. `isRead` says that the message is read by it. */
export type FetchItem = { valueOf: (mail: StoredMail) => readonly (string | Buffer)[]; isRead: boolean };

const macros: Readonly<Record<string, readonly string[]>> = {
  ALL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE'],
  FAST: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE'],
};

const simple: Readonly<Record<string, (mail: StoredMail) => string>> = {
  UID: ({ uid }) => `UID ${uid}`,
  FLAGS: (mail) => flagsOf(mail),
  INTERNALDATE: ({ at }) => `INTERNALDATE "${imapDateTime(at)}"`,
  'RFC822.SIZE': ({ raw }) => `RFC822.SIZE ${raw.length}`,
  ENVELOPE: ({ raw }) => `ENVELOPE ${envelopeOf(raw)}`,
};

export const flagsOf = ({ flags }: Pick<StoredMail, 'flags'>): string => `FLAGS (${[...flags].join(' ')})`;

/** Reads what a FETCH asks for: a macro, one item, or a list of items. */
export function readFetchItems(token: Token): FetchItem[] {
  if (token.kind === 'list') return token.items.map((item) => readItem(item));
  const macro = token.kind === 'atom' && !token.section ? macros[token.value.toUpperCase()] : undefined;
  if (macro) return macro.map((value) => readItem({ kind: 'atom', value }));
  return [readItem(token)];
}

function readItem(token: Token): FetchItem {
  const name = keywordOf(token);
  const value = simple[name];
  if (value) return { valueOf: (mail) => [value(mail)], isRead: false };
  if (name === 'BODYSTRUCTURE' || (name === 'BODY' && token.kind === 'atom' && !token.section)) {
    throw new ImapNo(`[CANNOT] this server does not parse messages: fetch BODY.PEEK[] instead of ${name}`);
  }
  if (token.kind !== 'atom' || !token.section || !['BODY', 'BODY.PEEK'].includes(name)) {
    throw new ImapBad(`${name} cannot be fetched`);
  }
  const { section, partial } = token;
  const cut = partOf(section);
  const label = `BODY[${section.map(labelOf).join(' ')}]${partial ? `<${partial.from}>` : ''}`;
  return {
    isRead: name === 'BODY',
    valueOf({ raw }) {
      const part = cut(raw);
      const bytes = partial ? part.subarray(partial.from, partial.from + partial.count) : part;
      return [`${label} {${bytes.length}}\r\n`, bytes];
    },
  };
}

const labelOf = (token: Token): string =>
  token.kind === 'list'
    ? `(${token.items.map((item) => textOf(item)).join(' ')})`
    : textOf(token).toUpperCase();

/** Returns what takes a section out of a message: all of it, its header, some fields of it, or its text. */
function partOf([first, second, ...others]: readonly Token[]): (raw: Buffer) => Buffer {
  if (!first) return (raw) => raw;
  const name = keywordOf(first);
  if (/^\d/.test(name)) throw new ImapNo('[CANNOT] this server does not parse messages into parts');
  const isFields = name === 'HEADER.FIELDS' || name === 'HEADER.FIELDS.NOT';
  if (isFields && second?.kind === 'list' && others.length === 0) {
    const names = new Set(second.items.map((item) => textOf(item).toLowerCase()));
    return (raw) => fieldsOf(headerOf(raw), (field) => names.has(field) === (name === 'HEADER.FIELDS'));
  }
  if (second) throw new ImapBad('the section is not valid');
  if (name === 'HEADER') return headerOf;
  if (name === 'TEXT') return (raw) => raw.subarray(headerOf(raw).length);
  throw new ImapBad('the section is not valid');
}

/** The header with the empty line after it. */
function headerOf(raw: Buffer): Buffer {
  const end = raw.indexOf('\r\n\r\n');
  return end === -1 ? raw : raw.subarray(0, end + '\r\n\r\n'.length);
}

function fieldsOf(header: Buffer, isWanted: (name: string) => boolean): Buffer {
  const fields = header.toString('latin1').split(/(?<=\r\n)(?![ \t])/);
  const wanted = fields.filter(
    (field) => field.includes(':') && isWanted(field.slice(0, field.indexOf(':')).trim().toLowerCase()),
  );
  return Buffer.from(`${wanted.join('')}\r\n`, 'latin1');
}
