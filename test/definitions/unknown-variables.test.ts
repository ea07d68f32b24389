import { describe, expect, test } from 'vitest';
import { unknownVariables } from '../../src/definitions/unknown-variables.ts';
import { validateDefinition } from '../../src/definitions/validate-definition.ts';

const voice = (id: string, ...flow: readonly unknown[]): unknown => ({
  id,
  channel: 'voice',
  from: '+12025550100',
  flow,
});

const unknown = (
  steps: readonly unknown[],
  { variables = {}, filled = ['first_name', 'phone'] }: { variables?: object; filled?: string[] } = {},
) => unknownVariables({ definition: validateDefinition({ name: 'a', steps, variables }), filled });

describe('variables that nothing fills', () => {
  test('are named with their step and the nearest that is filled', () => {
    const steps = [voice('reminder', { speak: 'Hello {{ first_nmae }}, {{zebra}}, {{phone}}.' })];
    expect(unknown(steps)).toEqual([
      { variable: 'first_nmae', step: 'reminder', didYouMean: 'first_name' },
      { variable: 'zebra', step: 'reminder', didYouMean: null },
    ]);
  });

  test('are found in questions too, once per step', () => {
    const gather = { speak: '{{x}} or {{x}}?', on: { 1: 'yes' } };
    const steps = [voice('one', { speak: '{{x}}' }, { gather }), voice('two', { gather })];
    expect(unknown(steps).map(({ variable, step }) => `${step}: ${variable}`)).toEqual(['one: x', 'two: x']);
  });

  test('are none where the campaign has them, empty ones too, or offers what was meant', () => {
    const steps = [voice('one', { speak: '{{practice}} {{suffix}} {{practise}}' })];
    expect(unknown(steps, { variables: { practice: 'North', suffix: '' } })).toEqual([
      { variable: 'practise', step: 'one', didYouMean: 'practice' },
    ]);
  });

  test('are told by their letters alone, not by what objects have anyway', () => {
    const steps = [voice('one', { speak: '{{constructor}} {{First_Name}}' })];
    expect(unknown(steps).map(({ variable, didYouMean }) => [variable, didYouMean])).toEqual([
      ['constructor', null],
      ['First_Name', 'first_name'],
    ]);
  });

  test('do not matter in a step that speaks to nobody', () => {
    expect(unknown([{ id: 'log', channel: 'log', text: '{{x}}' }])).toEqual([]);
  });
});
