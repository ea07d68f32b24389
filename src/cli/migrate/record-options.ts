import { readColumnPairs } from '../../contacts/columns/column-pairs.ts';
import { validateDefinition } from '../../definitions/validate-definition.ts';
import { recordFields, recordStatuses } from '../../migration/records/record-fields.ts';
import type { RecordNames } from '../../migration/records/record-fields.ts';
import type { DefinitionFor } from '../../migration/records/plan-campaign.ts';
import { usageError } from '../errors.ts';
import type { CampaignFile } from '../list/campaign-file.ts';
import type { Options } from '../verb.ts';

const known: readonly string[] = [...recordFields, ...recordStatuses];

/** Returns the value of `--map`. Throws `cli.usage`. */
export function readRecordNames(options: Options): RecordNames {
  const text = options.text('map');
  if (text === undefined) return {};
  const pairs = readColumnPairs(text);
  const unknown = Object.keys(pairs ?? {}).find((name) => !known.includes(name));
  if (pairs === null || unknown !== undefined)
    throw usageError(
      unknown === undefined ? `--map ${text} is not valid.` : `--map ${unknown}=… is not valid.`,
      `Write it like name=title,index=position,paused=HALTED. The names are ${known.join(', ')}.`,
    );
  return Object.fromEntries(Object.entries(pairs).map(([name, values]) => [name, [values].flat()]));
}

/** Returns definitions like that of a campaign file, with the name, client and caller ID of a record. */
export function definitionsLike({ plain }: Pick<CampaignFile, 'plain'>): DefinitionFor {
  return ({ name, client, from }) => {
    const steps = plain['steps'] as readonly Readonly<Record<string, unknown>>[];
    return validateDefinition({
      ...plain,
      name,
      ...(client !== null && { client }),
      steps: steps.map((step) => ('from' in step && from !== null ? { ...step, from } : step)),
    });
  };
}
