import { RingmasterError } from '../../domain/errors.ts';
import type { Cli } from '../cli.ts';

/** Asks the user for confirmation. Throws `cli.not-confirmed` for any answer except yes, and without a terminal. */
export async function confirm({
  cli: { ask },
  question,
  refusal,
  sure,
}: {
  cli: Pick<Cli, 'ask'>;
  question: string;
  /** The message of the error: what was not done. */
  refusal: string;
  /** The hint of the error: how to do it without a question. */
  sure: string;
}): Promise<void> {
  const answer = ask ? await ask(`${question} [y/N] `) : '';
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw new RingmasterError({
    code: 'cli.not-confirmed',
    family: 'refused',
    message: ask ? refusal : `${refusal} There is no terminal for the question.`,
    hint: ask ? 'Answer y to confirm.' : sure,
  });
}
