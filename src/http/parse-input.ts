import type { z } from 'zod';
import { issueInWords } from '../domain/issue-words.ts';

/**
 * Validates a part of a request. Throws a `ZodError` with messages of this service, which becomes `request.invalid`.
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  return schema.parse(value, { error: issueInWords });
}
