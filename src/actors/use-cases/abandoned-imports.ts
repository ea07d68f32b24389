import type { ImportRecord } from '../../domain/contact/import-record.ts';
import type { UseCaseParts } from './parts.ts';

/**
 * The interval of checks for uploads of instances that died, in beats. Such uploads only delay the end of their
 * campaigns.
 */
const beatsBetweenLooks = 5;

/**
 * Finds open imports whose upload can no longer arrive, because the instance that received it is dead, and closes them as
 * broken: regularly, and when the returned function is called.
 */
export function createAbandonedImports({
  runtime,
  store,
  instance,
  breakOff,
}: Pick<UseCaseParts, 'runtime' | 'store' | 'instance'> & {
  breakOff: (input: { campaign: string; import: string }) => Promise<unknown>;
}): () => Promise<void> {
  /** Imports that stay open without an upload: those of the campaigns of single calls. */
  const permanent = new Set<string>();
  const isAbandoned = async ({ id, campaign, instance: receiver }: ImportRecord): Promise<boolean> => {
    if (receiver !== null) return receiver !== instance && !runtime.isAlive(receiver);
    if (permanent.has(id)) return false;
    const isOfEarlierVersion = (await store.readCampaign(campaign))?.listed === true;
    if (!isOfEarlierVersion) permanent.add(id);
    return isOfEarlierVersion;
  };
  const closeAll = async (): Promise<void> => {
    for (const open of await store.listOpenImports())
      if (await isAbandoned(open)) await breakOff({ campaign: open.campaign, import: open.id });
  };
  let beats = 0;
  let isClosing = false;
  runtime.onBeat(() => {
    beats += 1;
    if (isClosing || beats % beatsBetweenLooks > 0) return;
    isClosing = true;
    // An import that cannot be closed now is found again by a later check.
    void closeAll()
      .catch(() => undefined)
      .finally(() => (isClosing = false));
  });
  return closeAll;
}
