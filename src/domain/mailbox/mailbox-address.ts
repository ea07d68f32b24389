import { z } from 'zod';

/** The address of a mailbox, in lower case: letters of every script, no quotes, a domain of at least two parts. */
const address =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

export const mailboxAddressSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(address, 'must be an email address, such as ann@example.com');
