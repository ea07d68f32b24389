/** A little less than a body may have. */
const bodyBytes = 1_000_000;
const nameDigits = 6;

/** `{"name":"big", <pieces>}` of about a megabyte. */
function filledWith(piece: (index: number) => string, open: string, close: string): string {
  const pieces: string[] = [];
  for (let length = 0, index = 0; length < bodyBytes; index += 1) {
    const next = piece(index);
    pieces.push(next);
    length += next.length + 1;
  }
  return `${open}${pieces.join(',')}${close}`;
}

const digits = (index: number): string => String(index).padStart(nameDigits, '0');

/** Bodies of requests as large as they may be. */
export const createBody = {
  /** Each unknown key is looked up among the known ones. */
  unknownKeys: (): string => filledWith((index) => `"stepz${digits(index)}":1`, '{"name":"big",', '}'),
  /** Each step is valid. */
  steps: (): string =>
    filledWith(
      (index) =>
        `{"id":"s${digits(index)}","channel":"voice","from":"+12025550100","flow":[{"speak":"Hello {{first_nam}}"}]}`,
      '{"name":"big","contacts":{"country":"US"},"steps":[',
      ']}',
    ),
  nested: (): string => `${'{"a":'.repeat(bodyBytes / 6)}1${'}'.repeat(bodyBytes / 6)}`,
};
