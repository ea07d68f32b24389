/** A command as it was sent: text, and the literals between it (RFC 3501, 4.3). */
export type RawCommand = readonly (string | Buffer)[];

const maxLineBytes = 65_536;
const maxLiteralBytes = 50_000_000;

/**
 * Creates a reader of commands. `onCommand` gets each complete command, `onLiteral` asks for a literal that waits for
 * permission. Returns a function that takes bytes as they arrive; it throws if a line or a literal is too long.
 */
export function createCommandReader({
  onCommand,
  onLiteral,
}: {
  onCommand: (command: RawCommand) => void;
  onLiteral: () => void;
}): (bytes: Buffer) => void {
  let waiting: Buffer = Buffer.alloc(0);
  let parts: (string | Buffer)[] = [];
  let literalBytes: number | null = null;

  /** Takes the next part from the waiting bytes; false if more are needed. */
  const takePart = (): boolean => {
    if (literalBytes !== null) {
      if (waiting.length < literalBytes) return false;
      parts.push(waiting.subarray(0, literalBytes));
      waiting = waiting.subarray(literalBytes);
      literalBytes = null;
      return true;
    }
    const end = waiting.indexOf('\r\n');
    if (end === -1 && waiting.length > maxLineBytes) throw new Error('the line is too long');
    if (end === -1) return false;
    const line = waiting.subarray(0, end).toString('latin1');
    waiting = waiting.subarray(end + 2);
    const [literal, size = '', plus] = /\{(\d+)(\+?)\}$/.exec(line) ?? [];
    if (literal === undefined) {
      const command = [...parts, line];
      parts = [];
      onCommand(command);
      return true;
    }
    if (Number(size) > maxLiteralBytes) throw new Error('the literal is too long');
    parts.push(line.slice(0, -literal.length));
    literalBytes = Number(size);
    if (plus === '') onLiteral();
    return true;
  };

  return (bytes) => {
    waiting = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes]);
    while (takePart());
  };
}
