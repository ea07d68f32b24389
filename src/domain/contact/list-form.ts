/** The form of a CSV list, so that its results are written in the same form. */
export type ListForm = {
  /** One character. */
  delimiter: string;
  /** Whether a first line such as `sep=;` contains it. */
  stated: boolean;
  lineEnd: '\r\n' | '\n' | '\r';
  /** Whether the file begins with a byte order mark. */
  bom: boolean;
  /** The encoding, by its label in the Encoding Standard: `utf-8`, `utf-16le`, `shift_jis`. */
  encoding: string;
};

/** The form of RFC 4180: for JSON lists, and for imports whose form was not stored. */
export const usualForm: ListForm = {
  delimiter: ',',
  stated: false,
  lineEnd: '\r\n',
  bom: false,
  encoding: 'utf-8',
};
