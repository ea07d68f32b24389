import { html } from 'hono/html';
import type { ImportView } from '../api/preparation.ts';
import type { Html } from '../layout/html.ts';
import { count } from './format.ts';

/** The form for a list of contacts. With the script of the page it sends the file as a stream, after a preview. */
export function uploadForm({
  campaign,
  imports,
  country,
  mayChange,
}: {
  campaign: string;
  imports: readonly ImportView[];
  /** The country of numbers without +; null: such numbers are rejected. */
  country: string | null;
  mayChange: boolean;
}): Html {
  if (!mayChange) return html`<p class="soft">A list can be imported with the role operator.</p>`;
  const address = `/ui/imports/${campaign}`;
  const broken = imports.filter(({ state }) => state === 'broken');
  return html`<form
    class="form wide"
    method="post"
    action="${address}"
    enctype="multipart/form-data"
    data-upload="${address}"
  >
    <input type="hidden" name="key" />
    <div class="filter">
      <label
        >List (CSV, NDJSON or JSON)
        <input type="file" name="list" required accept=".csv,.tsv,.txt,.json,.ndjson,.jsonl,text/csv" />
      </label>
      <label
        >Columns, if the guess is wrong
        <input name="columns" autocomplete="off" placeholder="phone=Mobile, email=Mail" />
      </label>
      <button type="submit" class="strong">Import</button>
    </div>
    ${broken.map(
      ({ id, lastRow }) =>
        html`<label class="check"
          ><input type="checkbox" name="resume" value="${id}" /> Continue the interrupted import after row
          ${count(lastRow)}, with the same list</label
        >`,
    )}
    <p class="soft">
      ${
        country === null
          ? 'No country is set, so numbers without + are rejected. Set contacts.country to read them.'
          : `Numbers without + are read as numbers of ${country}, unless the row has a country.`
      }
    </p>
    <p role="status" data-upload-status></p>
    <progress max="1" value="0" aria-label="Sent of the list" hidden></progress>
    <div data-preview></div>
  </form>`;
}
