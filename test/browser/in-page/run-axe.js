/** Runs in the page, after axe-core. Returns the violations of WCAG 2.2 AA, or of `onlyRule`, one line each. */
(async () => {
  /**
   * @typedef {{ id: string, nodes: { target: unknown, failureSummary?: string }[] }} Violation
   * @typedef {{ run: (root: Document, options: object) => Promise<{ violations: Violation[] }> }} Axe
   */
  const { axe, onlyRule } = /** @type {{ axe: Axe, onlyRule: string | null }} */ (
    /** @type {unknown} */ (globalThis)
  );
  const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const runOnly = onlyRule === null ? { type: 'tag', values } : { type: 'rule', values: [onlyRule] };
  const { violations } = await axe.run(document, { runOnly });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id} at ${String(target)}: ${failureSummary}`),
  );
})();
