/** Runs in the page, after axe-core. Returns the violations of WCAG 2.2 AA, one line each. */
(async () => {
  /**
   * @typedef {{ id: string, nodes: { target: unknown, failureSummary?: string }[] }} Violation
   * @typedef {{ run: (root: Document, options: object) => Promise<{ violations: Violation[] }> }} Axe
   */
  const { axe } = /** @type {{ axe: Axe }} */ (/** @type {unknown} */ (globalThis));
  const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await axe.run(document, { runOnly: { type: 'tag', values } });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id} at ${String(target)}: ${failureSummary}`),
  );
})();
