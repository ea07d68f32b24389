import { readFileSync, statSync } from 'node:fs';
import { parse } from 'yaml';
import { definitionInvalid } from '../../definitions/definition-error.ts';
import type { DefinitionIssue } from '../../definitions/definition-error.ts';
import { inspectCampaignFile, maxDefinitionBytes } from '../../definitions/parse-campaign-file.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import { usageError } from '../errors.ts';
import { unreadable } from '../folder/file-errors.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A valid campaign file. `plain` has only the keys in the file, for a service with its own defaults. */
export type CampaignFile = { definition: CampaignDefinition; plain: Readonly<Record<string, unknown>> };

/** Reads and checks a campaign file. Throws `cli.usage` or `definition.invalid`, which name what to correct. */
export function readCampaignFile({ path }: { path: string }): CampaignFile {
  const { campaign, issues } = inspectCampaign({ path });
  if (campaign) return campaign;
  throw definitionInvalid({ issues, file: path });
}

/**
 * Reads and checks a campaign file. Returns its issues, and the definition without the invalid parts. Throws
 * `cli.usage`.
 */
export function inspectCampaign({
  path,
}: {
  path: string;
}):
  | { campaign: CampaignFile; issues: null }
  | { campaign: null; issues: readonly DefinitionIssue[]; sound: CampaignDefinition | null } {
  const size = fileSize({ path });
  // A list that is passed by mistake may be large. The parser refuses it without reading all of it.
  const text = size > maxDefinitionBytes ? ' '.repeat(maxDefinitionBytes + 1) : readText(path);
  const inspected = inspectCampaignFile({ text });
  if (!inspected.definition) return { campaign: null, issues: inspected.issues, sound: inspected.sound };
  const plain = parse(text) as CampaignFile['plain'];
  return { campaign: { definition: inspected.definition, plain }, issues: null };
}

/** Returns the size of a file in bytes. Throws `cli.usage` if it does not exist or is a folder. */
export function fileSize({ path }: { path: string }): number {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) throw usageError(`${path} is a folder; a file is needed.`);
    return stats.size;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function readText(path: string): string {
  try {
    return utf8.decode(readFileSync(path));
  } catch (error) {
    if (!(error instanceof TypeError)) throw unreadable(path, error);
    throw usageError(`${path} is not UTF-8 text, so it is not a campaign file.`, 'Save it as UTF-8.');
  }
}
