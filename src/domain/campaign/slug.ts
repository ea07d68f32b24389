import { z } from 'zod';

/** A name that is also valid as an id: lower-case letters, digits and dashes. */
export const slugSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be lower-case letters, digits and dashes, at most 63',
  );
