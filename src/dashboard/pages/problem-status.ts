import { familyStatus } from '../../domain/errors.ts';
import type { RingmasterError } from '../../domain/errors.ts';

/** The HTTP status of a page that shows a form again with the reason why it was refused. */
export function statusOf({ family }: RingmasterError): number {
  return familyStatus[family];
}
