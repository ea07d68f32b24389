import type { StoredMail } from '../mailboxes/mailboxes.ts';
import { readHeaders } from '../message/read-headers.ts';
import { ImapBad } from './answers.ts';
import { type Arguments, createArguments } from './arguments.ts';
import { readSequenceSet } from './sequence-set.ts';
import { readImapDate } from './text.ts';

/** A message as a search sees it. */
export type Found = { mail: StoredMail; number: number };
type Key = (found: Found) => boolean;

type Last = { number: number; uid: number };

const dayMs = 86_400_000;

/** Reads the keys of a SEARCH (RFC 3501, 6.4.4), all of which must hold. `last` is what `*` stands for. */
export function readSearch(given: Arguments, last: Last): Key {
  const keys: Key[] = [];
  while (given.hasMore()) keys.push(readKey(given, last));
  if (keys.length === 0) throw new ImapBad('a search key is missing');
  return (found) => keys.every((key) => key(found));
}

function readKey(given: Arguments, last: Last): Key {
  if (given.isNext('list')) return readSearch(createArguments(given.list()), last);
  const name = given.keyword();
  if (/^[\d*]/.test(name)) {
    const holds = readSequenceSet({ text: name, last: last.number });
    return ({ number }) => holds(number);
  }
  const key = keys[name];
  if (!key) throw new ImapBad(`${name} is not a search key`);
  return key(given, last);
}

const hasFlag =
  (flag: string, isSet: boolean) =>
  (): Key =>
  ({ mail }) =>
    mail.flags.has(flag) === isSet;

const inHeader =
  (name: string) =>
  (given: Arguments): Key => {
    const text = given.text().toLowerCase();
    return ({ mail }) =>
      (readHeaders(mail.raw).get(name.toLowerCase()) ?? []).some((value) =>
        value.toLowerCase().includes(text),
      );
  };

const byDay =
  (holds: (day: number, wanted: number) => boolean) =>
  (given: Arguments): Key => {
    const text = given.text();
    const wanted = readImapDate(text);
    if (wanted === null) throw new ImapBad(`${text} is not a date`);
    return ({ mail }) => holds(Math.floor(mail.at / dayMs) * dayMs, wanted);
  };

const bySize =
  (holds: (size: number, wanted: number) => boolean) =>
  (given: Arguments): Key => {
    const text = given.text();
    if (!/^\d+$/.test(text)) throw new ImapBad(`${text} is not a number`);
    return ({ mail }) => holds(mail.raw.length, Number(text));
  };

const inText =
  (from: (raw: Buffer) => Buffer) =>
  (given: Arguments): Key => {
    const text = given.text().toLowerCase();
    return ({ mail }) => from(mail.raw).toString('utf8').toLowerCase().includes(text);
  };

const bodyOf = (raw: Buffer): Buffer => raw.subarray(Math.max(0, raw.indexOf('\r\n\r\n')));

const keys: Readonly<Record<string, (given: Arguments, last: Last) => Key>> = {
  ALL: () => () => true,
  SEEN: hasFlag('\\Seen', true),
  UNSEEN: hasFlag('\\Seen', false),
  ANSWERED: hasFlag('\\Answered', true),
  UNANSWERED: hasFlag('\\Answered', false),
  FLAGGED: hasFlag('\\Flagged', true),
  UNFLAGGED: hasFlag('\\Flagged', false),
  DRAFT: hasFlag('\\Draft', true),
  UNDRAFT: hasFlag('\\Draft', false),
  KEYWORD: (given) => hasFlag(given.text(), true)(),
  UNKEYWORD: (given) => hasFlag(given.text(), false)(),
  UID(given, last) {
    const holds = readSequenceSet({ text: given.text(), last: last.uid });
    return ({ mail }) => holds(mail.uid);
  },
  SINCE: byDay((day, wanted) => day >= wanted),
  BEFORE: byDay((day, wanted) => day < wanted),
  ON: byDay((day, wanted) => day === wanted),
  LARGER: bySize((size, wanted) => size > wanted),
  SMALLER: bySize((size, wanted) => size < wanted),
  FROM: inHeader('from'),
  TO: inHeader('to'),
  CC: inHeader('cc'),
  SUBJECT: inHeader('subject'),
  HEADER: (given) => inHeader(given.text())(given),
  BODY: inText(bodyOf),
  TEXT: inText((raw) => raw),
  NOT(given, last) {
    const key = readKey(given, last);
    return (found) => !key(found);
  },
  OR(given, last) {
    const [one, other] = [readKey(given, last), readKey(given, last)];
    return (found) => one(found) || other(found);
  },
};
