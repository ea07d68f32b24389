import { examineMongo } from '../../persistence/mongodb/examine.ts';
import { failed } from './finding.ts';
import type { Finding } from './finding.ts';

/** Checks whether the MongoDB of the settings can be used. */
export async function checkDatabase({ MONGODB_URI: uri }: { MONGODB_URI: string }): Promise<Finding> {
  const what = 'store';
  try {
    const { version, where, database, schema } = await examineMongo({ uri });
    const state = schema === 0 ? 'nothing in it yet' : `schema ${schema}`;
    return { what, ok: true, detail: `MongoDB ${version} at ${where}, database ${database}, ${state}` };
  } catch (error) {
    return failed(what, error);
  }
}
