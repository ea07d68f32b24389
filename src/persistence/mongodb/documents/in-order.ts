/** Returns the documents with these keys, in the order of the keys. Keys without a document are skipped. */
export function inOrder<Document extends { _id: number }>(
  keys: readonly number[],
  found: readonly Document[],
): Document[] {
  const byKey = new Map(found.map((document) => [document._id, document]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
}
