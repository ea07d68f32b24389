import { RingmasterError } from '../../domain/errors.ts';
import type { Cli } from '../cli.ts';

/** Asks the user to confirm. Throws `cli.not-confirmed` for any answer but yes, and where there is no terminal. */
export async function confirm({
  cli: { ask },
  question,
  refusal,
  sure,
}: {
  cli: Pick<Cli, 'ask'>;
  question: string;
  /** What did not happen, for the error. */
  refusal: string;
  /** What to type to do it without being asked. */
  sure: string;
}): Promise<void> {
  const answer = ask ? await ask(`${question} [y/N] `) : '';
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw new RingmasterError({
    code: 'cli.not-confirmed',
    family: 'refused',
    message: ask ? refusal : `${refusal} There is no terminal to ask on.`,
    hint: ask ? 'Answer y to do it.' : sure,
  });
}
