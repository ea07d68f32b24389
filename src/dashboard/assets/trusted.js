/**
 * @typedef {{ createHTML: (text: string) => string, createScriptURL: (text: string) => string }} Trust
 * @typedef {{ createPolicy: (name: string, rules: Trust) => Trust }} TrustedTypes
 */

/** @type {Trust} */
const asText = { createHTML: (text) => text, createScriptURL: (text) => text };
const { trustedTypes } = /** @type {{ trustedTypes?: TrustedTypes }} */ (globalThis);

/** The one place that turns text of the service into markup and addresses of scripts. */
export const trusted = trustedTypes?.createPolicy('ringmaster', asText) ?? asText;
