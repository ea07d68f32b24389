import type { Report, DocumentSource, AnswerRunNeeds } from './answer-needs.ts';
import { createInstructions } from './answer-instructions.ts';
import { parseAnswerXml, type XmlElement } from './answer-xml.ts';

export type AnswerRun = {
  /** Runs a document and stops the current one. */
  start: (body: string, source: DocumentSource) => void;
  stop: () => void;
};

/** The maximum number of documents of one call. Redirects in a circle take no time and would never end. */
const maxDocuments = 100;

/** Creates the run of answer documents of one call: it performs their instructions one after the other. */
export function createAnswerRun(needs: AnswerRunNeeds): AnswerRun {
  const { wait, ask, end, hasEnded } = needs;
  let generation = 0;
  let documents = 0;

  const start = (body: string, source: DocumentSource): void => {
    generation += 1;
    documents += 1;
    // The carrier treats an empty answer as a missing one: 7011 instead of 8011.
    if (body.trim() === '') return end(`${source}-unreachable`);
    const elements = documents > maxDocuments ? null : parseAnswerXml(body);
    if (elements) run(elements, generation);
    else end(`${source}-invalid`);
  };

  const run = (elements: readonly XmlElement[], mine: number): void => {
    if (hasEnded() || mine !== generation) return;
    const [element, ...rest] = elements;
    if (!element) return end('end-of-xml');
    perform(element, () => run(rest, mine));
  };

  const pause = (ms: number, next: () => void): void => {
    const mine = generation;
    wait(ms, () => {
      if (mine === generation) next();
    });
  };

  /** Fetches the next document. If `redirect` is "false", it only reports and runs the next instruction. */
  const follow = async (element: XmlElement, { source, fields, next }: Report): Promise<void> => {
    const { action = '', method = '', redirect } = element.attributes;
    const url = source === 'redirect' ? element.text : action;
    if (!url) return next();
    if (!URL.canParse(url)) return end(`${source}-unreachable`);
    const mine = generation;
    const verb = method.toUpperCase() === 'GET' ? 'GET' : 'POST';
    const delivery = await ask({ event: element.name, url, method: verb, fields });
    if (hasEnded() || mine !== generation) return;
    if (source === 'action' && redirect === 'false') return next();
    if (delivery.ok) start(delivery.body, source);
    else end(`${source}-unreachable`);
  };

  const perform = createInstructions({
    ...needs,
    pause,
    currently(next) {
      const mine = generation;
      return () => {
        if (!hasEnded() && mine === generation) next();
      };
    },
    follow: (element, report) => void follow(element, report),
  });

  return {
    start,
    stop() {
      generation += 1;
    },
  };
}
