export type Names = { first_name: string | null; last_name: string | null; name: string | null };

const title = /^(?:mr|mrs|ms|miss|mx|dr|prof|sir|herr|frau|mme|mlle)\.?\s+/i;

/**
 * Completes what a list says about a name. A full name gives the first name (`Dr. Maria Silva` and `Silva, Maria` are
 * Maria) and the other way round; beside a first name, a column called just "name" is the last name.
 */
export function readNames({ first, last, full }: { first: string; last: string; full: string }): Names {
  if (first !== '') {
    const surname = last || (full.toLowerCase().includes(first.toLowerCase()) ? '' : full);
    const name = surname === '' ? full || first : `${first} ${surname}`;
    return { first_name: first, last_name: surname || null, name };
  }
  if (full === '') return { first_name: null, last_name: last || null, name: last || null };
  const [surname = '', given] = full.split(',', 2).map((part) => part.trim());
  const ordered = given ? `${given} ${surname}` : full;
  const [firstWord = '', ...others] = ordered.replace(title, '').split(/\s+/);
  return { first_name: firstWord || null, last_name: last || others.join(' ') || null, name: full };
}
