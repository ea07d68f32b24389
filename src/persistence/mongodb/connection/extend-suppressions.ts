import type { Collections } from '../documents/collections.ts';

/** Completes entries of schema 12 and earlier, which have no campaign, source, origin and end. It can be repeated. */
export async function extendSuppressions({ suppressions }: Pick<Collections, 'suppressions'>): Promise<void> {
  const sources = [
    { by: /^attempt:/u, source: 'touch' },
    { by: /^import:/u, source: 'contacts' },
    { by: /^/u, source: 'api' },
  ] as const;
  for (const { by, source } of sources)
    await suppressions.updateMany(
      { source: { $exists: false }, by },
      { $set: { campaign: null, source, origin: null, expiresAt: null } },
    );
  await suppressions.dropIndex('client_1_address_1').catch(unlessNoIndex);
}

const indexNotFound = 27;

function unlessNoIndex(error: unknown): void {
  if ((error as { code?: number }).code !== indexNotFound) throw error;
}
