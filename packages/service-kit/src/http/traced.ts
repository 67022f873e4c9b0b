import type { Request, Response } from 'express';
import { openSpan } from '../tracing/spans';
import type { Route } from './route';

type Handle = (request: Request, response: Response) => Promise<void>;

/** A span for each request of a route, under its pattern, as part of the caller's trace; nothing while tracing is off. */
export function traced(route: Pick<Route, 'method' | 'path'>, handle: Handle): Handle {
  const method = route.method.toUpperCase();
  const name = `${method} ${route.path}`;
  const attributes = { 'http.request.method': method, 'http.route': route.path };
  return (request, response) => {
    const span = openSpan(name, { kind: 'server', parent: request.headers['traceparent'] as string | undefined, attributes });
    if (!span) return handle(request, response);
    response.once('close', () => {
      const { statusCode } = response;
      span.set({ 'http.response.status_code': statusCode });
      span.end(statusCode >= 500 ? `answered ${String(statusCode)}` : undefined);
    });
    return span.run(() => handle(request, response));
  };
}
