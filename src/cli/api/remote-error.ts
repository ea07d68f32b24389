/** The body of a refused request (RFC 9457): the parts that a command shows. */
export type Problem = Readonly<Record<string, unknown>> & {
  code?: string;
  detail?: string;
  title?: string;
  hint?: string;
};

/** Returns the error with one more sentence on what to do. */
export function withAdvice(error: RemoteError, advice: string): RemoteError {
  const { status, problem } = error;
  const { hint, goOn: _sentence, ...others } = problem;
  const first = hint === undefined || problem['goOn'] === hint ? '' : `${hint.replace(/\.$/, '')}. `;
  return new RemoteError({ status, problem: { ...others, hint: `${first}${advice}` } });
}

/** The error of a request that the service refused. */
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
