/**
 * Pages load scripts, styles and data from this service only, run no inline script or style, and write markup through
 * one Trusted Types policy (https://www.w3.org/TR/CSP3/, https://w3c.github.io/trusted-types/).
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types ringmaster',
].join('; ');

export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policy,
  // Without a referrer a browser sends no origin with a form, and a form without one is refused.
  'referrer-policy': 'same-origin',
};
