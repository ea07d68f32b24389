import type { Redactor } from '../../common/redaction.ts';
import type { Cell, Row } from '../connection/connection.ts';

/**
 * Searches up to `limit` rows after `last`, the key of a row. Returns the key of the last of them; null if there are no
 * more.
 */
export type RedactPart = (input: { redactor: Redactor; last: readonly Cell[]; limit: number }) => {
  next: Row | null;
};
