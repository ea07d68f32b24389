import { LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { CampaignDefinition } from '../domain/campaign-definition.ts';
import { definitionInvalid } from './definition-error.ts';
import type { DefinitionIssue } from './definition-error.ts';
import { pathText } from './issue-path.ts';
import { checkDefinition } from './validate-definition.ts';
import { offsetOf, writtenAt } from './yaml-places.ts';

export const maxDefinitionBytes = 1_048_576;
/** How many nodes aliases may stand for; YAML that grows a thousandfold when it is read stays below (yaml, `toJS`). */
const maxAliases = 100;
/** Nobody reads more than these. */
const mostIssues = 50;

/**
 * Reads a campaign file, YAML 1.2 or JSON. `path` is only named in messages. Throws `definition.invalid`, with
 * every problem in `details.issues` as line, column, path, message and fix.
 */
export function parseCampaignFile({ text, path: file }: { text: string; path: string }): CampaignDefinition {
  const refuse = (...issues: DefinitionIssue[]) => definitionInvalid({ issues, file });
  if (Buffer.byteLength(text) > maxDefinitionBytes) {
    throw refuse(wholeFile('is over 1 MB', 'contacts belong in a list of their own (CSV)'));
  }
  const lines = new LineCounter();
  const document = read({ text, lines });
  if (!document) throw refuse(tooDeep);
  const positionOf = (offset: number): Pick<DefinitionIssue, 'line' | 'column'> => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (document.errors.some(({ message }) => message.includes('call stack'))) throw refuse(tooDeep);
  if (document.errors.length > 0) {
    const errors = document.errors.slice(0, mostIssues);
    throw refuse(...errors.map((error) => ({ ...positionOf(error.pos[0]), path: '', ...inWords(error) })));
  }
  const { value, problem } = plainValue(document);
  if (problem) throw refuse(problem);
  if (value === null) throw refuse(wholeFile('is empty', 'the minimum is a name and one step'));
  const { definition, issues } = checkDefinition({
    value,
    writtenAt: (path) => writtenAt({ document, text, path }),
  });
  if (definition) return definition;
  const placed = issues.slice(0, mostIssues).map(({ path, message, fix, at }) => {
    const position = positionOf(offsetOf({ document, path, at }));
    return { ...position, path: pathText(path), message, fix };
  });
  throw refuse(...placed.sort(byPlace));
}

function byPlace(a: DefinitionIssue, b: DefinitionIssue): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

function read({ text, lines }: { text: string; lines: LineCounter }): Document | null {
  try {
    return parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: true,
      logLevel: 'error',
    });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function plainValue(document: Document): { value: unknown; problem: DefinitionIssue | null } {
  try {
    return { value: document.toJS({ maxAliasCount: maxAliases }) as unknown, problem: null };
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    if (why.startsWith('Unresolved alias')) {
      return { value: null, problem: wholeFile('uses an alias (*name) that nothing defines (&name)', null) };
    }
    return { value: null, problem: wholeFile('repeats too much through aliases', 'write the values out') };
  }
}

function wholeFile(message: string, fix: string | null): DefinitionIssue {
  return { line: 1, column: 1, path: '', message: `the file ${message}`, fix };
}

const tooDeep = wholeFile('is nested too deeply', 'a campaign needs about six levels');

function inWords({
  code,
  message,
}: {
  code: string;
  message: string;
}): Pick<DefinitionIssue, 'message' | 'fix'> {
  if (code === 'DUPLICATE_KEY') return { message: 'the key is used twice', fix: 'keep one of the two' };
  if (code === 'TAB_AS_INDENT') return { message: 'a tab is used to indent', fix: 'indent with spaces' };
  if (code === 'MULTIPLE_DOCS')
    return { message: 'a second document begins here', fix: 'keep one campaign per file' };
  return { message: `is not valid YAML: ${message.split('\n', 1)[0]}`, fix: null };
}
