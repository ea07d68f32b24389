import { isSilent } from '../domain/campaign/silence.ts';
import type { Silence, ValueOf } from '../domain/campaign/silence.ts';
import { variableNames } from '../domain/campaign/template-syntax.ts';
import type { StepIssue } from './descriptor.ts';

/** `silenceOf` of a channel whose steps have one text. */
export function silenceOfText({ text }: { text: string }, valueOf: ValueOf): Silence | null {
  return isSilent(text, valueOf) ? { part: 'step', path: null, variables: variableNames([text]) } : null;
}

/** `explainSilence` of a channel whose steps have one text. */
export function explainSilentText(): StepIssue {
  return {
    path: ['text'],
    message: 'says nothing: it has no letter or digit',
    fix: 'write a text',
    at: 'value',
  };
}
