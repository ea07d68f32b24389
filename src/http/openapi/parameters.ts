import { z } from 'zod';
import type { Json } from './schemas.ts';

export type Parameter = {
  name: string;
  in: string;
  required: boolean;
  description?: string;
  schema: Json;
} & Json;

export const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Makes the request safe to repeat for 24 hours.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
};

/**
 * Returns the parameters of a schema. A text parameter with another type has that type and its serialization in the
 * metadata `parameter`.
 */
export function parametersOf(schema: z.ZodType | null, where: 'path' | 'query'): Parameter[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => {
    const { description, example, parameter, ...plain } = property as Json;
    return {
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      ...(typeof description === 'string' ? { description } : {}),
      ...(example === undefined ? {} : { example }),
      schema: plain,
      ...(parameter as Json | undefined),
    };
  });
}
