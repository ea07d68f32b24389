import type { Mutant } from './mutant.ts';

const test = 'test/actors/corrections.test.ts';

/** Mistakes with corrections of how an attempt ended. */
export const corrections: readonly Mutant[] = [
  {
    name: 'reopen an ended contact although the correction does not ask for it',
    test,
    file: 'src/actors/decide/correct.ts',
    find: 'if (retry) repeatStep(',
    replace: 'if (moved || retry) repeatStep(',
  },
  {
    name: 'call a contact again that has opted out, because a correction asks for it',
    test,
    file: 'src/actors/decide/correct.ts',
    find: 'if (retry) requireRepeatable(deciding, before);',
    replace: '',
  },
  {
    name: 'do not suppress a contact whose corrected disposition is an opt-out',
    test,
    file: 'src/actors/decide/correct.ts',
    find: 'if (isOptOut) applyOptOut(',
    replace: 'if (retry) applyOptOut(',
  },
  {
    name: 'let a late report replace what an operator said',
    test,
    file: 'src/machines/attempt/attempt-updates.ts',
    find: 'if (correction !== null || (known',
    replace: 'if ((known',
  },
];
