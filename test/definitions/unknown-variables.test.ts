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

describe('variables without a value', () => {
  test('are reported with their step and the most similar known variable', () => {
    const steps = [voice('reminder', { speak: 'Hello {{ first_nmae }}, {{zebra}}, {{phone}}.' })];
    expect(unknown(steps)).toEqual([
      { variable: 'first_nmae', step: 'reminder', didYouMean: 'first_name' },
      { variable: 'zebra', step: 'reminder', didYouMean: null },
    ]);
  });

  test('are found in questions too, and reported once per step', () => {
    const gather = { speak: '{{x}} or {{x}}?', on: { 1: 'yes' } };
    const steps = [voice('one', { speak: '{{x}}' }, { gather }), voice('two', { gather })];
    expect(unknown(steps).map(({ variable, step }) => `${step}: ${variable}`)).toEqual(['one: x', 'two: x']);
  });

  test('are not reported if the campaign defines them, also with an empty value', () => {
    const steps = [voice('one', { speak: '{{practice}} {{suffix}} {{practise}}' })];
    expect(unknown(steps, { variables: { practice: 'North', suffix: '' } })).toEqual([
      { variable: 'practise', step: 'one', didYouMean: 'practice' },
    ]);
  });

  test('are compared by name, without inherited properties', () => {
    const steps = [voice('one', { speak: '{{constructor}} {{First_Name}}' })];
    expect(unknown(steps).map(({ variable, didYouMean }) => [variable, didYouMean])).toEqual([
      ['constructor', null],
      ['First_Name', 'first_name'],
    ]);
  });

  test('are ignored in a step that contacts no one', () => {
    expect(unknown([{ id: 'log', channel: 'log', text: '{{x}}' }])).toEqual([]);
  });
});
