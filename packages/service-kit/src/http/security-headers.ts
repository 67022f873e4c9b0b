import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

/**
 * What helmet sets with its defaults, lower-case names. It is the same for every answer, so it is asked once and not a dozen
 * functions for each request.
 */
function securityHeadersOfHelmet(): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: number | string | readonly string[]) => (headers[name.toLowerCase()] = String(value)),
    removeHeader: () => undefined,
  };
  let failed: unknown;
  // Helmet needs no more of a response than this, and nothing of a request.
  helmet()({} as IncomingMessage, response as unknown as ServerResponse, (error?: unknown) => (failed = error));
  if (failed !== undefined) throw new Error('helmet refused its own defaults', { cause: failed });
  return Object.freeze(headers);
}

export const SECURITY_HEADERS = securityHeadersOfHelmet();
