import { z } from 'zod';
import { isRingmasterError, RingmasterError } from './errors.ts';

/** A refusal as data, so that it can be stored and sent. */
export const refusalSchema = z.object({
  code: z.string(),
  family: z.enum(['invalid', 'not-found', 'conflict', 'refused']),
  message: z.string(),
  hint: z.string().optional(),
  details: z.record(z.string(), z.unknown()),
});
export type Refusal = z.infer<typeof refusalSchema>;

/**
 * The refusal that an error stands for. Null for an error that does not say whether the work can be done, such as a fault
 * or an overload.
 */
export function toRefusal(error: unknown): Refusal | null {
  if (!isRingmasterError(error)) return null;
  const { code, family, message, hint, details } = error;
  const read = refusalSchema.safeParse({ code, family, message, hint, details });
  return read.success ? read.data : null;
}

/** The error of a refusal. */
export function fromRefusal({ hint, ...refusal }: Refusal): RingmasterError {
  return new RingmasterError({ ...refusal, ...(hint !== undefined && { hint }) });
}
