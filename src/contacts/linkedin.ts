/** The path of a personal profile: `/in/` and its name, or an old `/pub/` address. A language may follow. */
const profile = /^\/(in|pub)\/([^/]+(?:\/[0-9a-f]{1,3}\/[0-9a-f]{1,3}\/[0-9a-f]{1,3})?)(?:\/.*)?$/;
const host = /^(?:[a-z]{2,3}\.)?linkedin\.com$/;

/**
 * Returns the URL of a personal LinkedIn profile in one form, `https://www.linkedin.com/in/jane-doe`, or null if the text
 * is none. Names of profiles have no case. Pages of companies and of the Sales Navigator do not address a contact.
 */
export function readLinkedin(text: string): string | null {
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
  if (!url || !/^https?:$/.test(url.protocol) || !host.test(url.hostname)) return null;
  const [, section, name] = profile.exec(decoded(url.pathname)) ?? [];
  if (section === undefined || name === undefined) return null;
  return `https://www.linkedin.com/${section}/${encodeURI(name)}`;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path).normalize('NFC').toLowerCase();
  } catch {
    return path.toLowerCase();
  }
}
