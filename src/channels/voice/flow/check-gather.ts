import type { StepIssue } from '../../descriptor.ts';
import type { Gather } from './entries.ts';

/** The problems of a question: an answer that is lost would be lost without notice, and so would an opt-out. */
export function gatherIssues(gather: Gather, path: (string | number)[]): StepIssue[] {
  return [...askIssues(gather, path), ...digitIssues(gather, path), ...meaningIssues(gather, path)];
}

function askIssues({ speak, play, on, as, callBackAt }: Gather, path: (string | number)[]): StepIssue[] {
  const issues: StepIssue[] = [];
  if (speak !== undefined && play !== undefined) {
    issues.push({
      path: [...path, 'play'],
      message: 'asks twice: speak is set too',
      fix: 'keep one of them',
      at: 'key',
    });
  }
  if (Object.keys(on ?? {}).length === 0 && as === undefined && callBackAt === undefined) {
    const fix = 'add on with the meaning of the digits, or as with the variable that gets them';
    issues.push({ path, message: 'does nothing with the digits', fix, at: 'value' });
  }
  return issues;
}

function digitIssues({ digits, on = {}, callBackAt }: Gather, path: (string | number)[]): StepIssue[] {
  const tooLong = Object.keys(on)
    .filter((keys) => keys.length > digits)
    .map((keys): StepIssue => ({
      path: [...path, 'on', keys],
      message: `can never be pressed: ${digits === 1 ? 'one digit is' : `${digits} digits are`} gathered`,
      fix: `set digits to ${keys.length}`,
      at: 'key',
    }));
  if (callBackAt === undefined || digits === 4) return tooLong;
  const message = 'reads a time of four digits, such as 1530';
  return [...tooLong, { path: [...path, 'callBackAt'], message, fix: 'set digits to 4', at: 'key' }];
}

function meaningIssues({ on = {} }: Gather, path: (string | number)[]): StepIssue[] {
  return Object.entries(on).flatMap(([keys, meaning]): StepIssue[] => {
    if (typeof meaning === 'string') return [];
    const place = [...path, 'on', keys];
    if (Object.keys(meaning).length === 0) {
      const fix = 'add outcome, set, optOut, callBack or goto';
      return [{ path: place, message: 'says nothing', fix, at: 'value' }];
    }
    const optsOut = meaning.optOut === true || meaning.outcome === 'opt-out';
    if (optsOut && meaning.callBack !== undefined) {
      const message = 'asks for a call although it opts out';
      return [{ path: [...place, 'callBack'], message, fix: 'remove one of both', at: 'key' }];
    }
    if (meaning.optOut !== true || meaning.outcome === undefined) return [];
    const message = 'has no effect: the outcome of an opt-out is opt-out';
    return [{ path: [...place, 'outcome'], message, fix: 'remove it', at: 'key' }];
  });
}
