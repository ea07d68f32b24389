import type { Cli } from './cli.ts';
import type { Client } from './api/client.ts';
import { usageError } from './errors.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Output } from './terminal/output.ts';

export type OptionSpec = {
  /** As commander reads it: `-o, --out <file>`. */
  flags: string;
  what: string;
  /** Not shown in the help. */
  hidden?: true;
};

/** One command of the command line. */
export type Verb = {
  name: string;
  /** Positional arguments as commander reads them: `<campaign> [person]`. */
  takes?: string;
  /** One line without a full stop. */
  summary: string;
  description?: string;
  options?: readonly OptionSpec[];
  /** At least one: a line that can be typed, and what it does. */
  examples: readonly { line: string; what: string }[];
  /** Continues its work after the reader of its output has gone; other verbs end then. */
  works?: true;
  /** With --json it writes one JSON object per line, as they come, instead of one document. */
  streams?: true;
  run: (input: VerbInput) => Promise<ExitCode | void>;
};

export type VerbInput = {
  cli: Cli;
  output: Output;
  args: readonly string[];
  options: Options;
  /** A client for the service that runs; `reads` may be served from the data folder when none does. */
  connect: (input: { reads: boolean }) => Promise<Client>;
};

type NumberBounds = { min?: number; max?: number; whole?: boolean };

/** The options given on the command line, by their long names. */
export type Options = {
  /** Throws `cli.usage` where it is given but empty, as `--out "$UNSET"` is. */
  text: (name: string) => string | undefined;
  flag: (name: string) => boolean;
  /** Throws `cli.usage` unless it is a number from `min` to `max`. */
  number: (name: string, bounds?: NumberBounds) => number | undefined;
};

/** Reads what commander collected; its keys are camel case. */
export function createOptions(values: Readonly<Record<string, unknown>>): Options {
  const valueOf = (name: string): unknown =>
    values[name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())];
  return {
    text(name) {
      const value = valueOf(name);
      if (value === '') throw usageError(`--${name} is empty.`, 'Give it a value, or leave it out.');
      return typeof value === 'string' ? value : undefined;
    },
    flag: (name) => valueOf(name) === true,
    number(name, { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, whole = false } = {}) {
      const text = valueOf(name);
      if (typeof text !== 'string') return undefined;
      const value = Number(text);
      const isRight = text.trim() !== '' && Number.isFinite(value) && value >= min && value <= max;
      if (isRight && (!whole || Number.isInteger(value))) return value;
      const kind = whole ? 'a whole number' : 'a number';
      throw usageError(`--${name} ${text} is not right: it takes ${kind}${rangeText(min, max)}.`);
    },
  };
}

function rangeText(min: number, max: number): string {
  if (Number.isFinite(max)) return ` from ${min} to ${max}`;
  return Number.isFinite(min) ? `, ${min} or more` : '';
}
