import { checkMongo } from '../../persistence/mongodb/examine.ts';
import type { SystemClock } from '../../platform/clock.ts';
import { failed } from './finding.ts';
import type { Finding } from './finding.ts';

/** Checks whether the MongoDB of the settings can be used. The first finding is `store`. */
export async function checkDatabase({
  config: { MONGODB_URI: uri },
  system,
}: {
  config: { MONGODB_URI: string };
  system: SystemClock;
}): Promise<readonly [Finding, ...Finding[]]> {
  try {
    const checks = await checkMongo({ uri, system });
    const [store = failed('store', new Error('nothing was checked')), ...others] = checks.map(
      (check): Finding =>
        'error' in check
          ? failed(check.name, check.error)
          : { what: check.name, ok: true, detail: check.detail },
    );
    return [store, ...others];
  } catch (error) {
    return [failed('store', error)];
  }
}
