import type { BoardId, Principal, Role } from '@kcn/kernel';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { HandlerResult } from './results';

export type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** `/v1/boards/:board/records/:kind` → `'board' | 'kind'` */
type ParamNames<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer Tail}`
    ? Name | ParamNames<`/${Tail}`>
    : Rest
  : never;

type Parsed<S, Otherwise> = S extends z.ZodType ? z.output<S> : Otherwise;

/** The request's Idempotency-Key and what it stands for. */
export interface IdempotencyContext {
  readonly key: string;
  /** sha256 (hex) of method, address with query, and canonical body. On `raw` routes without the body: see `extendRequestHash`. */
  readonly requestHash: string;
}

/** What a handler is told. */
export interface RouteContext<Path extends string = string, P = undefined, Q = undefined, B = undefined> {
  readonly principal: Principal;
  /** On paths with `:board`: a board the principal may know. */
  readonly board: Path extends `${string}:board${string}` ? BoardId : undefined;
  readonly params: Parsed<P, Readonly<Record<ParamNames<Path>, string>>>;
  readonly query: Parsed<Q, Readonly<Record<string, string | string[]>>>;
  readonly body: Parsed<B, undefined>;
  readonly request: Request;
  readonly response: Response;
  /** Present on routes with `idempotent: true`. */
  readonly idempotency: IdempotencyContext | undefined;
  /** The version in If-Match without quotes, `*` for any; undefined when the header is missing. */
  readonly ifMatch: string | undefined;
  readonly traceId: string;
}

export interface ResponseDefinition {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** Default `application/json`. */
  readonly contentType?: string;
}

export interface RouteDefinition<Path extends string = string, P = undefined, Q = undefined, B = undefined> {
  readonly method: HttpMethod;
  /** Express style, `/v1/boards/:board/imports`. A path with `:board` is guarded: who may not know the board gets 404. */
  readonly path: Path;
  /** verbNoun, unique in the service. */
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary?: string;
  /** Any of these is enough; an empty list admits every token. */
  readonly roles: readonly Role[];
  /** Answers whoever asks, without a token: for what is meant to be checked by anybody. Never together with roles or `:board`. */
  readonly public?: true;
  readonly params?: P;
  readonly query?: Q;
  /** Of a JSON body. */
  readonly body?: B;
  /** Successful answers; the problems every route can answer with are added to the OpenAPI document. */
  readonly responses: Readonly<Record<number, ResponseDefinition>>;
  /** Asserts that the path has `:board`, for readers; the guard itself depends on the path alone. */
  readonly board?: true;
  /** Idempotency-Key must be sent. */
  readonly idempotent?: true;
  /** If-Match must be sent (428). */
  readonly conditional?: true;
  /** The body is not read; the handler takes it from `ctx.request` (uploads). */
  readonly raw?: true;
  readonly handler: (context: RouteContext<Path, P, Q, B>) => HandlerResult | Promise<HandlerResult>;
}

/** A route of any shape, as the server keeps it. */
export interface Route extends Omit<RouteDefinition, 'params' | 'query' | 'body' | 'handler'> {
  readonly params?: z.ZodObject | undefined;
  readonly query?: z.ZodObject | undefined;
  readonly body?: z.ZodType | undefined;
  readonly handler: (context: RouteContext) => HandlerResult | Promise<HandlerResult>;
  readonly hasBoard: boolean;
}

/** States a route once: types, validation and OpenAPI come from it. Mistakes in the statement throw at start. */
export function defineRoute<
  const Path extends string,
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(definition: RouteDefinition<Path, P, Q, B>): Route {
  const hasBoard = /:board(\/|$)/.test(definition.path);
  if (definition.board && !hasBoard) throw new Error(`${definition.operationId}: board route without :board in ${definition.path}`);
  if (definition.public && (hasBoard || definition.roles.length > 0))
    throw new Error(`${definition.operationId}: a public route has neither a board nor roles`);
  if (definition.raw && definition.body) throw new Error(`${definition.operationId}: a raw route reads its body itself`);
  // The pipeline parses params, query and body with this route's own schemas before it calls the handler.
  return { ...definition, hasBoard } as unknown as Route;
}
