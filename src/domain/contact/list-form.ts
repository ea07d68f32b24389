/** How a CSV list was written, so that its results are written the same way. */
export type ListForm = {
  /** One character. */
  delimiter: string;
  /** Whether a first line such as `sep=;` states it. */
  stated: boolean;
  lineEnd: '\r\n' | '\n' | '\r';
  /** Whether it begins with a byte order mark. */
  bom: boolean;
  /** What it was read as, by its label in the Encoding Standard: `utf-8`, `utf-16le`, `shift_jis`. */
  encoding: string;
};

/** The form of RFC 4180: for lists in JSON, which have none, and imports whose form was not kept. */
export const usualForm: ListForm = {
  delimiter: ',',
  stated: false,
  lineEnd: '\r\n',
  bom: false,
  encoding: 'utf-8',
};
