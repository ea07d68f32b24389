/** The body of a refused request (RFC 9457), as far as a command shows it. */
export type Problem = Readonly<Record<string, unknown>> & {
  code?: string;
  detail?: string;
  title?: string;
  hint?: string;
};

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
