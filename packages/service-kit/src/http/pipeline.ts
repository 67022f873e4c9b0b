import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Principal } from '@kcn/kernel';
import { DomainError, findBoardId, hasRole, mayKnowBoard } from '@kcn/kernel';
import type { Request, Response } from 'express';
import type { Logger } from '../logging/logger';
import type { TokenVerifier } from '../auth/token-verifier';
import { bearerToken } from '../auth/token-verifier';
import { ifMatchRequired, missingRole, unknownBoard } from './refusals';
import { languageOf, renderProblem } from './problem';
import { hashRequest, matchesEtag, readIdempotencyKey, readIfMatch, readJsonBody, readQuery } from './request-parts';
import type { HandlerResult, RenderedResponse, StreamedResponse } from './results';
import type { IdempotencyContext, Route } from './route';
import { SECURITY_HEADERS } from './security-headers';
import { currentTraceId } from '../tracing/spans';
import { validate } from './validation';

export interface PipelineOptions {
  readonly verifier: TokenVerifier;
  readonly logger: Logger;
  readonly bodyLimitBytes: number;
  /** See HttpServerOptions. */
  readonly translateError?: ((error: unknown) => unknown) | undefined;
}

/** The trace id of the span that is running, else of a W3C `traceparent` header, else a new one. */
export function traceIdOf(traceparent: string | undefined): string {
  const current = currentTraceId();
  if (current !== undefined) return current;
  const match = traceparent === undefined ? undefined : /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceparent);
  return match?.[1] ?? randomUUID().replaceAll('-', '');
}

/** Who is asking. @throws DomainError unauthenticated `bad_token` */
export const authenticate = (verifier: TokenVerifier, request: Request): Promise<Principal> =>
  verifier.verify(bearerToken(request.headers.authorization));

/** Who asks a public route: somebody of whom nothing is known. */
const ANYBODY: Principal = { subject: 'anybody', boards: [], roles: [] };

/**
 * One route's way from request to answer, in this order:
 *
 *   1 who (401) · 2 may they know of the board (404) · 3 role (403) · 4 Idempotency-Key and If-Match there (400, 428) ·
 *   5 read the body (413, 415) · 6 validate (400) · 7 handler · 8 send, or 304
 *
 * Strangers thus cost no body, and 404 comes before anything that would tell that a board exists.
 */
export function createRouteHandler(
  route: Route,
  { verifier, logger, bodyLimitBytes, translateError = (error) => error }: PipelineOptions,
): (request: Request, response: Response) => Promise<void> {
  const readsBody = route.raw !== true && route.body !== undefined;

  async function answer(request: Request, response: Response, traceId: string): Promise<HandlerResult> {
    const principal = route.public ? ANYBODY : await authenticate(verifier, request);
    const rawParams = request.params as Record<string, string>;
    const boardText = rawParams['board'] ?? '';
    const board = route.hasBoard ? findBoardId(boardText) : undefined;
    if (route.hasBoard && (board === undefined || !mayKnowBoard(principal, board))) throw unknownBoard(boardText);
    if (route.roles.length > 0 && !hasRole(principal, ...route.roles)) throw missingRole(route.roles);

    const key = route.idempotent ? readIdempotencyKey(request.headers['idempotency-key']) : undefined;
    const ifMatch = readIfMatch(request.headers['if-match']);
    if (route.conditional && ifMatch === undefined) throw ifMatchRequired();

    const rawBody = readsBody ? await readJsonBody(request, bodyLimitBytes) : undefined;
    const rawQuery = readQuery(request.originalUrl);
    const idempotency: IdempotencyContext | undefined =
      key === undefined
        ? undefined
        : { key, requestHash: hashRequest({ method: request.method, address: request.originalUrl, body: rawBody }) };

    return route.handler({
      principal,
      // The conditional type says: a BoardId where the path has one, else undefined. That is what `board` is.
      board: board as undefined,
      params: route.params ? validate(route.params, rawParams, 'params') : rawParams,
      query: (route.query ? validate(route.query, rawQuery, 'query') : rawQuery) as Record<string, string>,
      body: (route.body ? validate(route.body, rawBody, 'body') : undefined) as undefined,
      request,
      response,
      idempotency,
      ifMatch,
      traceId,
    });
  }

  return async (request, response) => {
    const traceId = traceIdOf(request.headers['traceparent'] as string | undefined);
    try {
      const result = await answer(request, response, traceId);
      const rendered =
        'refusal' in result
          ? renderProblem(result.refusal, { ...problemContext(request, traceId), extensions: result.extensions })
          : result;
      if ('chunks' in rendered) await sendChunks(request, response, rendered, traceId);
      else send(request, response, rendered, traceId);
    } catch (error) {
      sendProblem(request, response, { error: translateError(error), traceId, logger, route: route.operationId });
    }
  };
}

const problemContext = (request: Request, traceId: string) => ({
  instance: request.path,
  language: languageOf(request.headers['accept-language']),
  traceId,
});

export interface FailedRequest {
  readonly error: unknown;
  readonly traceId: string;
  readonly logger: Logger;
  readonly route?: string;
}

/** Answers with the problem; what is our own fault is logged with its trace id, for the caller is told nothing more. */
export function sendProblem(request: Request, response: Response, { error, traceId, logger, route }: FailedRequest): void {
  if (!(error instanceof DomainError) || error.category === 'bug')
    logger.error({ error, traceId, route, method: request.method, path: request.path }, 'request failed by a bug');
  else if (error.category === 'unavailable') logger.warn({ error, traceId, route }, 'request could not be served');
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  // Whoever still sends a body that nobody reads must not keep the connection.
  if (!request.complete) response.setHeader('connection', 'close');
  send(request, response, renderProblem(error, problemContext(request, traceId)), traceId);
}

/** Whoever goes away in the middle ends the reading too, and that is nobody's fault. */
async function sendChunks(request: Request, response: Response, { chunks, ...rest }: StreamedResponse, traceId: string): Promise<void> {
  const { etag } = rest.headers as { readonly etag?: string };
  if (request.method === 'HEAD' || (etag !== undefined && matchesEtag(request.headers['if-none-match'], etag))) {
    send(request, response, { ...rest, body: '' }, traceId);
    return;
  }
  response.writeHead(rest.status, { ...SECURITY_HEADERS, 'x-trace-id': traceId, 'cache-control': 'private, no-cache', ...rest.headers });
  await pipeline(Readable.from(chunks, { objectMode: true, highWaterMark: 1 }), response).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

/** Header and body go out in one piece, so a text stays a text: two buffers would be two writes. */
function send(request: Request, response: Response, { status, headers, body }: RenderedResponse, traceId: string): void {
  if (response.headersSent || response.destroyed) return;
  const { etag } = headers as { readonly etag?: string };
  const always = { ...SECURITY_HEADERS, 'x-trace-id': traceId };
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (etag !== undefined && status === 200 && isRead && matchesEtag(request.headers['if-none-match'], etag)) {
    response.writeHead(304, { ...always, etag, 'cache-control': 'private, no-cache' }).end();
    return;
  }
  if (status === 204) {
    response.writeHead(204, { ...always, ...headers }).end();
    return;
  }
  response.writeHead(status, {
    ...always,
    'cache-control': etag === undefined ? 'no-store' : 'private, no-cache',
    ...headers,
    'content-length': Buffer.byteLength(body),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
