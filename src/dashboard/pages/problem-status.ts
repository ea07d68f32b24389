import type { ErrorFamily, RingmasterError } from '../../domain/errors.ts';

const statuses: Readonly<Record<ErrorFamily, number>> = {
  invalid: 422,
  'not-found': 404,
  conflict: 409,
  refused: 403,
  overloaded: 503,
  fault: 500,
};

/** The HTTP status of a page that shows a form again with the reason why it was refused. */
export function statusOf({ family }: RingmasterError): number {
  return statuses[family];
}
