import { ImapBad } from './answers.ts';
import type { Token } from './tokens.ts';

/** Takes the arguments of a command one after the other. Each method throws an `ImapBad` if the next one is of another kind. */
export type Arguments = {
  /** An atom in capital letters. */
  keyword: () => string;
  /** An atom or a string, as text. */
  text: () => string;
  bytes: () => Buffer;
  list: () => Token[];
  any: () => Token;
  /** Whether the next argument is an atom (or a list) and there is one. */
  isNext: (kind: Token['kind']) => boolean;
  hasMore: () => boolean;
  /** Skips the next argument if it is this keyword, and returns whether it was. */
  skip: (keyword: string) => boolean;
  /** Throws if there are more arguments. */
  end: () => void;
};

export function createArguments(tokens: readonly Token[]): Arguments {
  let index = 0;
  const any = (): Token => {
    const token = tokens[index];
    if (!token) throw new ImapBad('an argument is missing');
    index += 1;
    return token;
  };
  return {
    keyword: () => keywordOf(any()),
    text: () => textOf(any()),
    bytes() {
      const token = any();
      if (token.kind !== 'string') throw new ImapBad('a string was expected');
      return token.value;
    },
    list() {
      const token = any();
      if (token.kind !== 'list') throw new ImapBad('a parenthesized list was expected');
      return token.items;
    },
    any,
    isNext: (kind) => tokens[index]?.kind === kind,
    hasMore: () => index < tokens.length,
    skip(keyword) {
      const token = tokens[index];
      const isIt = token?.kind === 'atom' && token.value.toUpperCase() === keyword;
      if (isIt) index += 1;
      return isIt;
    },
    end() {
      if (index < tokens.length) throw new ImapBad('there are too many arguments');
    },
  };
}

export function keywordOf(token: Token): string {
  if (token.kind !== 'atom') throw new ImapBad('a keyword was expected');
  return token.value.toUpperCase();
}

export function textOf(token: Token): string {
  if (token.kind === 'list' || (token.kind === 'atom' && token.section))
    throw new ImapBad('a string was expected');
  return token.kind === 'atom' ? token.value : token.value.toString('utf8');
}
