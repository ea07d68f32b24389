import { malformedJson, maxRecordBytes, recordTooLong } from '../rows.ts';

const code = {
  quote: 34,
  comma: 44,
  open: 91,
  escape: 92,
  close: 93,
  openObject: 123,
  closeObject: 125,
} as const;
/** What the reader has reached: before the array, inside it, or after it. */
type Place = 'before' | 'inside' | 'after';

/**
 * Splits the text of a JSON array into the texts of its elements. Elements are not parsed: only brackets and strings
 * are followed. An element is the text between two commas of the outermost level. `add` throws
 * `import.malformed-json` and `import.line-too-long`.
 */
export function createElementSplitter() {
  let place: Place = 'before';
  let depth = 0;
  let inString = false;
  let escaped = false;
  let count = 0;
  /** The part of the current element from earlier pieces. */
  let open = '';

  const finish = (text: string, isLast: boolean): string[] => {
    const element = open + text;
    open = '';
    if (element.trim() === '') {
      if (isLast && count === 0) return [];
      throw malformedJson(`an element is missing after element ${count}`);
    }
    count += 1;
    return [element];
  };

  /** Processes one character inside the array. Returns whether it ends an element. */
  const endsElement = (char: number): boolean => {
    if (inString) {
      if (escaped) escaped = false;
      else if (char === code.escape) escaped = true;
      else if (char === code.quote) inString = false;
      return false;
    }
    if (char === code.quote) inString = true;
    else if (char === code.open || char === code.openObject) depth += 1;
    else if (char === code.close || char === code.closeObject) depth -= 1;
    return depth === 0 || (depth === 1 && char === code.comma);
  };

  return {
    add(text: string): string[] {
      const elements: string[] = [];
      let from = 0;
      for (let at = 0; at < text.length; at += 1) {
        const char = text.charCodeAt(at);
        if (place === 'inside') {
          if (!endsElement(char)) continue;
          elements.push(...finish(text.slice(from, at), depth === 0));
          from = at + 1;
          if (depth > 0) continue;
          if (char !== code.close) throw malformedJson('a [ is closed by a }');
          place = 'after';
        } else if (char > 32) {
          if (place === 'after') throw malformedJson('something follows the end of the array');
          if (char !== code.open) throw malformedJson('it does not begin with [');
          place = 'inside';
          depth = 1;
          from = at + 1;
        }
      }
      if (place === 'inside') open += text.slice(from);
      if (open.length > maxRecordBytes) {
        throw recordTooLong(`Element ${count + 1}`, 'Check that every string in it is closed');
      }
      return elements;
    },
    complete: (): boolean => place === 'after',
  };
}
