const noes: ReadonlySet<string> = new Set(
  'n no non nein false f 0 off none null nil na optedin optin active subscribed allowed'.split(' '),
);

/** Whether the cell of an opt-out column says so. Anything but a plain no counts: a date of opting out does too. */
export function isOptedOut(cell: string): boolean {
  const plain = cell.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  return plain !== '' && !noes.has(plain);
}
