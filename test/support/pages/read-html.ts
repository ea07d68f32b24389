import { parse } from 'parse5';
import type { DefaultTreeAdapterMap } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];
export type Element = DefaultTreeAdapterMap['element'];

export type Parsed = {
  elements: readonly Element[];
  /** The errors of the syntax, as the HTML standard names them, with their lines. */
  errors: readonly string[];
};

/** Text may contain any character: browsers show control characters as nothing or as a replacement. */
const ofCharacters = /-in-input-stream$|^unexpected-null-character$/;

function* elementsIn(node: Node): Generator<Element> {
  if ('tagName' in node) yield node;
  if ('content' in node) yield* elementsIn(node.content);
  if ('childNodes' in node) for (const child of node.childNodes) yield* elementsIn(child);
}

/** Elements that have no end (https://html.spec.whatwg.org/multipage/syntax.html#void-elements). */
const empty = new Set(['meta', 'link', 'input', 'br', 'img', 'hr', 'col', 'wbr', 'source']);

/** Whether an element begins and does not end. Elements that the parser adds have no place. */
function isOpen({ tagName, sourceCodeLocation: place }: Element): boolean {
  const isClosed = place?.endTag !== undefined || place?.startTag?.endOffset === place?.endOffset;
  return place?.startTag !== undefined && !isClosed && !empty.has(tagName);
}

/** Parses a page as a browser does. */
export function readHtml(text: string): Parsed {
  const errors: string[] = [];
  const document = parse(text, {
    sourceCodeLocationInfo: true,
    onParseError({ code, startLine }) {
      if (!ofCharacters.test(code)) errors.push(`${code} in line ${startLine}`);
    },
  });
  const elements = [...elementsIn(document)];
  for (const element of elements) if (isOpen(element)) errors.push(`${element.tagName} has no end`);
  return { elements, errors };
}

/** The value of an attribute; null without it. */
export function attribute({ attrs }: Element, name: string): string | null {
  return attrs.find((one) => one.name === name)?.value ?? null;
}

/** The text in an element. */
export function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

/** A form as a browser sends it when nothing is changed. */
export type Form = {
  method: string;
  action: string;
  /** How it is encoded. */
  type: string;
  fields: readonly { name: string; value: string; isFile: boolean }[];
};

/** The forms of a page. Every button with a name is a field. */
export function formsOf({ elements }: Parsed): Form[] {
  return elements
    .filter(({ tagName }) => tagName === 'form')
    .map((form) => {
      const controls = [...elementsIn(form)].filter(({ tagName }) =>
        ['input', 'select', 'textarea', 'button'].includes(tagName),
      );
      return {
        method: attribute(form, 'method') ?? 'get',
        action: attribute(form, 'action') ?? '',
        type: attribute(form, 'enctype') ?? 'application/x-www-form-urlencoded',
        fields: controls.flatMap((control) => {
          const name = attribute(control, 'name');
          if (name === null) return [];
          return [{ name, value: valueOf(control), isFile: attribute(control, 'type') === 'file' }];
        }),
      };
    });
}

function valueOf(control: Element): string {
  if (control.tagName === 'textarea') return textOf(control).replace(/^\n/, '');
  if (control.tagName !== 'select') return attribute(control, 'value') ?? '';
  const options = [...elementsIn(control)].filter(({ tagName }) => tagName === 'option');
  const chosen = options.find((option) => attribute(option, 'selected') !== null) ?? options[0];
  return chosen ? (attribute(chosen, 'value') ?? textOf(chosen)) : '';
}
