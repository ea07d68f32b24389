import { isRingmasterError } from '../../domain/errors.ts';
import type { RingmasterError } from '../../domain/errors.ts';
import { redirectTo } from './redirect.ts';

/** Whether an error says that an order was refused, so that the page of its form can be shown again. */
export function isRefusal(error: unknown): error is RingmasterError {
  return isRingmasterError(error) && error.family !== 'fault' && error.family !== 'not-found';
}

/**
 * Sends an order and leads to a page that shows its effect. If the order is refused, `refused` shows the page of the form
 * again with the reason. Other errors are thrown: what the order names does not exist, or the program has a fault.
 */
export async function giveOrder({
  give,
  to,
  refused,
}: {
  give: () => Promise<unknown>;
  /** The path of the page. */
  to: string;
  refused: (error: RingmasterError) => Promise<Response>;
}): Promise<Response> {
  try {
    await give();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return refused(error);
  }
  return redirectTo(to);
}
