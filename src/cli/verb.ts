import type { Cli } from './cli.ts';
import type { Client } from './api/client.ts';
import { usageError } from './errors.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Output } from './terminal/output.ts';

export type OptionSpec = {
  /** In the syntax of commander: `-o, --out <file>`. */
  flags: string;
  what: string;
  /** Not shown in the help. */
  hidden?: true;
};

/** One command of the command line. */
export type Verb = {
  name: string;
  /** Positional arguments in the syntax of commander: `<campaign> [contact]`. */
  takes?: string;
  /** One line without a full stop. */
  summary: string;
  description?: string;
  options?: readonly OptionSpec[];
  /** At least one example: a command line and what it does. */
  examples: readonly { line: string; what: string }[];
  /** Whether the verb continues when the reader of its output has closed it. Other verbs end then. */
  works?: true;
  /** Whether --json writes one JSON object per line as they occur, instead of one document. */
  streams?: true;
  run: (input: VerbInput) => Promise<ExitCode | void>;
};

export type VerbInput = {
  cli: Cli;
  output: Output;
  args: readonly string[];
  options: Options;
  /** Returns a client for the running service. With `reads`, the data folder answers if no service runs. */
  connect: (input: { reads: boolean }) => Promise<Client>;
};

type NumberBounds = { min?: number; max?: number; whole?: boolean };

/** The options given on the command line, by their long names. */
export type Options = {
  /** Returns a text. Throws `cli.usage` if it is empty, as in `--out "$UNSET"`. */
  text: (name: string) => string | undefined;
  flag: (name: string) => boolean;
  /** Returns a number. Throws `cli.usage` if it is not a number from `min` to `max`. */
  number: (name: string, bounds?: NumberBounds) => number | undefined;
};

/** Creates the options from the values of commander, whose keys are in camel case. */
export function createOptions(values: Readonly<Record<string, unknown>>): Options {
  const valueOf = (name: string): unknown =>
    values[name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())];
  return {
    text(name) {
      const value = valueOf(name);
      if (value === '') throw usageError(`--${name} is empty.`, 'Set a value, or omit the option.');
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
      throw usageError(`--${name} ${text} is not valid: it must be ${kind}${rangeText(min, max)}.`);
    },
  };
}

function rangeText(min: number, max: number): string {
  if (Number.isFinite(max)) return ` from ${min} to ${max}`;
  return Number.isFinite(min) ? `, ${min} or more` : '';
}
