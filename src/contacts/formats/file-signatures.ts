const signatures: readonly { bytes: readonly number[]; kind: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], kind: 'an Excel workbook (.xlsx) or another zip file' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], kind: 'an old Excel workbook (.xls)' },
  { bytes: [0x25, 0x50, 0x44, 0x46], kind: 'a PDF' },
  { bytes: [0x1f, 0x8b], kind: 'a gzip file' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], kind: 'a PNG picture' },
  { bytes: [0xff, 0xd8, 0xff], kind: 'a JPEG picture' },
];

/**
 * Returns the kind of a file by its first bytes, for files that are often sent as a list by mistake; null for others.
 */
export function knownBinary(start: Buffer): string | null {
  const found = signatures.find(({ bytes }) => bytes.every((byte, index) => start[index] === byte));
  return found?.kind ?? null;
}

/** Recognises UTF-16 by its byte order mark, or by the zero in each of the first two Latin characters. */
export function utf16Label(start: Buffer): 'utf-16le' | 'utf-16be' | null {
  const [first, second, third, fourth] = start;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first && second === 0 && third && fourth === 0) return 'utf-16le';
  if (first === 0 && second && third === 0 && fourth) return 'utf-16be';
  return null;
}
