/** The body of a refused request (RFC 9457), as far as a command shows it. */
export type Problem = Readonly<Record<string, unknown>> & {
  code?: string;
  detail?: string;
  title?: string;
  hint?: string;
};

/** The same refusal with a sentence more on what to do. */
export function withAdvice(error: RemoteError, advice: string): RemoteError {
  const { status, problem } = error;
  const { hint, goOn: _sentence, ...others } = problem;
  const first = hint === undefined || problem['goOn'] === hint ? '' : `${hint.replace(/\.$/, '')}. `;
  return new RemoteError({ status, problem: { ...others, hint: `${first}${advice}` } });
}

/** The service answered, and the answer was no. */
export class RemoteError extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor({ status, problem }: { status: number; problem: Problem }) {
    super(problem.detail ?? problem.title ?? `The service answered HTTP ${status}.`);
    this.name = 'RemoteError';
    this.status = status;
    this.problem = problem;
  }
}
