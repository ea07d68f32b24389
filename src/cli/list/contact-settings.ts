import { readColumnPairs } from '../../contacts/columns/column-pairs.ts';
import type { ColumnSettings } from '../../contacts/columns/column-pairs.ts';
import { specialNumberTypes } from '../../domain/contact/number-type.ts';
import type { SpecialNumberType } from '../../domain/contact/number-type.ts';
import { usageError } from '../errors.ts';
import type { Options, OptionSpec } from '../verb.ts';

export const columnsOption: OptionSpec = {
  flags: '--columns <pairs>',
  what: 'the roles of columns: phone=Mobile,opted_out="DNC Status",ignore=Consent',
};

export const numberTypesOption: OptionSpec = {
  flags: '--allow-number-types <types>',
  what: `special numbers to call too: ${specialNumberTypes.join(', ')}`,
};

/** Returns the value of `--columns`; empty without it. Throws `cli.usage`. */
export function readColumns(options: Options): ColumnSettings {
  const text = options.text('columns');
  if (text === undefined) return {};
  const columns = readColumnPairs(text);
  if (columns !== null) return columns;
  throw usageError(
    `--columns ${text} is not valid.`,
    'Write it like phone=phone2,first_name=vorname. A header with a comma needs double quotes.',
  );
}

/** Returns the value of `--allow-number-types`; undefined without it. Throws `cli.usage`. */
export function readNumberTypes(options: Options): SpecialNumberType[] | undefined {
  const names = options.text('allow-number-types')?.split(',');
  return names?.map((name) => {
    const type = specialNumberTypes.find((one) => one === name.trim());
    if (type !== undefined) return type;
    throw usageError(
      `--allow-number-types ${name.trim()} is not valid.`,
      `Use one or more of ${specialNumberTypes.join(', ')}, separated by commas.`,
    );
  });
}
