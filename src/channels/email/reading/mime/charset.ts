/** Charsets that mails name and the WHATWG list does not know. */
const aliases: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  cp932: 'shift_jis',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  gb2312: 'gb18030',
  'unicode-1-1-utf-8': 'utf-8',
  'ansi_x3.4-1968': 'us-ascii',
};

/**
 * Returns bytes as text, and never fails. Bytes that are valid UTF-8 with letters outside ASCII are UTF-8 whatever the
 * charset says: mails with a false charset are common, and other charsets are hardly ever valid UTF-8 by chance.
 */
export function decodeBytes(bytes: Uint8Array, charset: string): string {
  const named = charset.trim().toLowerCase();
  const label = aliases[named] ?? named;
  if (!label.startsWith('iso-2022') && isUtf8(bytes)) return new TextDecoder('utf-8').decode(bytes);
  return decoderFor(label === 'utf-8' || label === '' ? 'windows-1252' : label).decode(bytes);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function decoderFor(label: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder('windows-1252');
  }
}
