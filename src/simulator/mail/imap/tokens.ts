import { ImapBad } from './answers.ts';
import type { RawCommand } from './reader.ts';

/** An argument. `section` and `partial` belong to an atom such as `BODY.PEEK[HEADER.FIELDS (FROM)]<0.100>`. */
export type Token =
  | { kind: 'atom'; value: string; section?: Token[]; partial?: { from: number; count: number } }
  | { kind: 'string'; value: Buffer }
  | { kind: 'list'; items: Token[] };

/** Everything that no atom contains: `atom-specials` of RFC 3501, except `[`, `*` and `%`, which arguments may contain. */
const atomEnd = /[\s()[\]{}"\\]|[^\x21-\x7e]/;

/** Splits a command into its arguments. Throws an `ImapBad` for everything that the grammar does not allow. */
export function readTokens(command: RawCommand): Token[] {
  const tokens: Token[] = [];
  const open: Token[][] = [tokens];
  let isAfterSpace = true;
  const add = (token: Token): void => {
    if (!isAfterSpace) throw new ImapBad('a space is missing between arguments');
    isAfterSpace = false;
    open.at(-1)?.push(token);
  };
  for (const part of command) {
    if (typeof part !== 'string') {
      add({ kind: 'string', value: part });
      continue;
    }
    let at = 0;
    while (at < part.length) {
      const next = part[at];
      if (next === ' ') {
        if (isAfterSpace && at > 0) throw new ImapBad('two spaces follow each other');
        isAfterSpace = true;
        at += 1;
      } else if (next === '(') {
        const items: Token[] = [];
        add({ kind: 'list', items });
        open.push(items);
        isAfterSpace = true;
        at += 1;
      } else if (next === ')') {
        if (open.length === 1) throw new ImapBad('a parenthesis closes nothing');
        open.pop();
        isAfterSpace = false;
        at += 1;
      } else if (next === '"') {
        const quoted = readQuoted(part, at);
        add({ kind: 'string', value: quoted.value });
        at = quoted.end;
      } else {
        const atom = readAtom(part, at);
        add(atom.token);
        at = atom.end;
      }
    }
  }
  if (open.length > 1) throw new ImapBad('a parenthesis is not closed');
  return tokens;
}

function readQuoted(text: string, from: number): { value: Buffer; end: number } {
  const [quoted] = /^"(?:[^"\\\r\n]|\\["\\])*"/.exec(text.slice(from)) ?? [];
  if (quoted === undefined) throw new ImapBad('a quoted string is not valid');
  const value = quoted.slice(1, -1).replaceAll(/\\(["\\])/g, '$1');
  return { value: Buffer.from(value, 'latin1'), end: from + quoted.length };
}

function readAtom(text: string, from: number): { token: Token; end: number } {
  const rest = text.slice(from);
  // A flag is an atom after a backslash.
  const start = rest.startsWith('\\') ? 1 : 0;
  const length = rest.slice(start).search(atomEnd);
  const value = length === -1 ? rest : rest.slice(0, start + length);
  if (value.length === start) throw new ImapBad(`unexpected ${JSON.stringify(rest[0] ?? '')}`);
  if (rest[value.length] !== '[') return { token: { kind: 'atom', value }, end: from + value.length };
  return readSection({ text, from: from + value.length, name: value });
}

function readSection({ text, from, name }: { text: string; from: number; name: string }): {
  token: Token;
  end: number;
} {
  const end = text.indexOf(']', from);
  if (end === -1) throw new ImapBad('a section is not closed');
  const [range, first = '', count = ''] = /^<(\d+)\.([1-9]\d*)>/.exec(text.slice(end + 1)) ?? [];
  const section = readTokens([text.slice(from + 1, end)]);
  return {
    token: {
      kind: 'atom',
      value: name,
      section,
      ...(range !== undefined && { partial: { from: Number(first), count: Number(count) } }),
    },
    end: end + 1 + (range?.length ?? 0),
  };
}
