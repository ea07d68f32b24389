import { LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import { definitionInvalid } from './definition-error.ts';
import type { DefinitionIssue } from './definition-error.ts';
import { pathText } from './explain/issue-path.ts';
import { checkDefinition } from './validate-definition.ts';
import { offsetOf, writtenAt } from './yaml-places.ts';

export const maxDefinitionBytes = 1_048_576;
/**
 * The maximum number of nodes that aliases may expand to, so that a small file cannot become a very large value
 * (yaml, `toJS`).
 */
const maxAliases = 100;
/** The maximum number of issues in an answer. */
const maxIssues = 50;

/** The content of a campaign file: the definition, or every issue and the definition without the invalid parts. */
export type InspectedFile =
  | { definition: CampaignDefinition; issues: null }
  | { definition: null; issues: readonly DefinitionIssue[]; sound: CampaignDefinition | null };

/**
 * Parses a campaign file, YAML 1.2 or JSON. `path` is used only in messages. Throws `definition.invalid`;
 * `details.issues` has the line, column, path, message and fix of every problem.
 */
export function parseCampaignFile({ text, path: file }: { text: string; path: string }): CampaignDefinition {
  const { definition, issues } = inspectCampaignFile({ text });
  if (definition) return definition;
  throw definitionInvalid({ issues, file });
}

/** Parses a campaign file and finds all problems at once, in syntax and content. Does not throw for an invalid text. */
export function inspectCampaignFile({ text }: { text: string }): InspectedFile {
  const refuse = (...issues: DefinitionIssue[]): InspectedFile => ({ definition: null, issues, sound: null });
  if (Buffer.byteLength(text) > maxDefinitionBytes) {
    return refuse(wholeFile('is over 1 MB', 'contacts belong in a separate list (CSV)'));
  }
  const lines = new LineCounter();
  const document = read({ text, lines });
  if (!document) return refuse(tooDeep);
  const lineAndColumn = (offset: number): Pick<DefinitionIssue, 'line' | 'column'> => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (document.errors.some(({ message }) => message.includes('call stack'))) return refuse(tooDeep);
  const syntax = document.errors.map((error) => ({
    ...lineAndColumn(error.pos[0]),
    path: '',
    ...inWords(error),
  }));
  const { value, problem } = plainValue(document);
  if (syntax.length > 0 && (problem || !isReadable(value))) return refuse(...syntax.slice(0, maxIssues));
  if (problem) return refuse(problem);
  if (value === null) return refuse(wholeFile('is empty', 'the minimum is a name and one step'));
  const checked = checkDefinition({ value, writtenAt: (path) => writtenAt({ document, text, path }) });
  if (checked.definition && syntax.length === 0) return { definition: checked.definition, issues: null };
  const placed = (checked.issues ?? []).map(({ path, message, fix, at }) => {
    const lineColumn = lineAndColumn(offsetOf({ document, path, at }));
    return { ...lineColumn, path: pathText(path), message, fix };
  });
  const reliable = placed.filter((issue) => !isAfterBreak(issue, document, lineAndColumn));
  return {
    definition: null,
    issues: [...syntax, ...reliable].sort(byPlace).slice(0, maxIssues),
    sound: checked.definition ?? checked.sound,
  };
}

function isReadable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Syntax errors that do not change how the rest of the text is read. */
const harmless: ReadonlySet<string> = new Set(['DUPLICATE_KEY', 'MULTIPLE_DOCS']);

/**
 * Whether an issue may be a consequence of a syntax error: text after the error may be misread, and a missing key may
 * be there.
 */
function isAfterBreak(
  issue: DefinitionIssue,
  document: Document,
  lineAndColumn: (offset: number) => Pick<DefinitionIssue, 'line'>,
): boolean {
  const breaks = document.errors.filter(({ code }) => !harmless.has(code));
  if (breaks.length === 0) return false;
  const first = Math.min(...breaks.map(({ pos }) => lineAndColumn(pos[0]).line ?? 0));
  return (issue.line ?? 0) >= first || issue.message.includes('missing');
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
