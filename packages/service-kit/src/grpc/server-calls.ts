import type { ServerUnaryCall, ServerWritableStream, UntypedHandleCall, sendUnaryData } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import type { Principal, Role } from '@kcn/kernel';
import { DomainError, findBoardId, hasRole, invalid, mayKnowBoard } from '@kcn/kernel';
import type { TokenVerifier } from '../auth/token-verifier';
import { bearerToken } from '../auth/token-verifier';
import { traceIdOf } from '../http/pipeline';
import { missingRole, unknownBoard } from '../http/refusals';
import type { Logger } from '../logging/logger';
import type { Metrics } from '../metrics/metrics';
import { toGrpcStatus } from './grpc-error';
import type { Definition, IsStream, Method, RequestOf, ResponseOf } from './method-types';

/** What a call's implementation is told beside the request. */
export interface CallContext {
  readonly principal: Principal;
  readonly traceId: string;
  /** Milliseconds since 1970 by which the caller stops waiting; hand it on as `within` when calling another service. */
  readonly deadlineAtMs: number;
  /** Aborted when the caller has gone or its deadline has passed. */
  readonly signal: AbortSignal;
}

/**
 * The methods of a service as plain functions: one answer, or an async iteration of answers for a stream. Answers that come in
 * pages, as from a cursor, are best yielded as pages: a list of them costs one turn of the iteration instead of one each.
 */
export type Implementation<D extends Definition> = {
  readonly [M in keyof D]: IsStream<D[M]> extends true
    ? (request: RequestOf<D[M]>, context: CallContext) => AsyncIterable<ResponseOf<D[M]> | readonly ResponseOf<D[M]>[]>
    : (request: RequestOf<D[M]>, context: CallContext) => Promise<ResponseOf<D[M]>> | ResponseOf<D[M]>;
};

export interface CallGuards {
  readonly verifier: TokenVerifier;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** See GrpcServerOptions. */
  readonly translateError: (error: unknown) => unknown;
  /** Any of these is needed; empty admits every token. */
  readonly roles: readonly Role[];
  /** The board a request asks about; default its field `board`. Undefined: the request asks about none. */
  readonly boardOf: (request: unknown) => string | undefined;
}

type AnyCall = ServerUnaryCall<unknown, unknown> | ServerWritableStream<unknown, unknown>;
type AnyMethod = (request: unknown, context: CallContext) => unknown;

/** Wraps a function of ours as grpc-js wants it: who, which board, deadline, errors, metrics. */
export function wrapMethod(method: Method, implementation: AnyMethod, guards: CallGuards): UntypedHandleCall {
  const okSeconds = guards.metrics.grpcSeconds.labels({ method: method.path, code: 'OK' });
  const observe = (startedAt: number, code: number): void => {
    const seconds = (performance.now() - startedAt) / 1_000;
    if (code === status.OK) okSeconds.observe(seconds);
    else guards.metrics.grpcSeconds.observe({ method: method.path, code: status[code] ?? 'UNKNOWN' }, seconds);
  };
  const fail = (call: AnyCall, thrown: unknown, startedAt: number): ReturnType<typeof toGrpcStatus> => {
    const error = guards.translateError(thrown);
    if (!(error instanceof DomainError) || error.category === 'bug')
      guards.logger.error({ error, method: method.path, traceId: traceOf(call) }, 'call failed by a bug');
    const answer = toGrpcStatus(error);
    observe(startedAt, answer.code ?? status.UNKNOWN);
    return answer;
  };

  if (method.responseStream) {
    return (call: ServerWritableStream<unknown, unknown>) => {
      const startedAt = performance.now();
      // A refusal that is thrown at once is one that comes later.
      new Promise<CallContext>((resolve) => {
        resolve(admit(call, guards));
      })
        .then((context) => writeAll(call, implementation(call.request, context) as AsyncIterable<unknown>))
        .then(
          () => {
            observe(startedAt, status.OK);
            call.end();
          },
          (error: unknown) => {
            call.emit('error', fail(call, error, startedAt));
          },
        );
    };
  }
  return (call: ServerUnaryCall<unknown, unknown>, answer: sendUnaryData<unknown>) => {
    const startedAt = performance.now();
    const succeed = (response: unknown): void => {
      observe(startedAt, status.OK);
      answer(null, response);
    };
    const refuse = (error: unknown): void => {
      answer(fail(call, error, startedAt));
    };
    // What is known at once is answered at once: a call costs little more than the turns it waits.
    let response: unknown;
    try {
      const context = admit(call, guards);
      response =
        context instanceof Promise
          ? context.then((admitted) => implementation(call.request, admitted))
          : implementation(call.request, context);
    } catch (error) {
      refuse(error);
      return;
    }
    if (response instanceof Promise) response.then(succeed, refuse);
    else succeed(response);
  };
}

const traceOf = (call: AnyCall): string => traceIdOf(call.metadata.get('traceparent')[0]?.toString());

/** Without waiting when the token is known. @throws DomainError, or the promise rejects with it */
function admit(call: AnyCall, { verifier, roles, boardOf }: CallGuards): CallContext | Promise<CallContext> {
  const deadline = call.getDeadline();
  const deadlineAtMs = typeof deadline === 'number' ? deadline : deadline.getTime();
  if (!Number.isFinite(deadlineAtMs))
    throw invalid('deadline_required', { vi: 'Cuộc gọi phải có thời hạn', en: 'A call must carry a deadline' });
  const token = bearerToken(call.metadata.get('authorization')[0]?.toString());
  const admitAs = (principal: Principal): CallContext => {
    const board = boardOf(call.request);
    if (board !== undefined && (findBoardId(board) === undefined || !mayKnowBoard(principal, board))) throw unknownBoard(board);
    if (roles.length > 0 && !hasRole(principal, ...roles)) throw missingRole(roles);
    return createContext(call, principal, deadlineAtMs);
  };
  const known = verifier.findVerified?.(token);
  return known ? admitAs(known) : verifier.verify(token).then(admitAs);
}

function createContext(call: AnyCall, principal: Principal, deadlineAtMs: number): CallContext {
  let signal: AbortSignal | undefined;
  let traceId: string | undefined;
  return {
    principal,
    deadlineAtMs,
    // Made when asked for: most calls are over before anybody does.
    get traceId() {
      return (traceId ??= traceOf(call));
    },
    get signal() {
      return (signal ??= cancellationOf(call));
    },
  };
}

function cancellationOf(call: AnyCall): AbortSignal {
  const controller = new AbortController();
  if (call.cancelled) controller.abort();
  else
    call.once('cancelled', () => {
      controller.abort();
    });
  return controller.signal;
}

/** Writes no faster than the caller reads, and stops reading its source when the caller has gone. */
async function writeAll(call: ServerWritableStream<unknown, unknown>, messages: AsyncIterable<unknown>): Promise<void> {
  const hasGone = (): boolean => call.cancelled;
  for await (const message of messages) {
    for (const one of Array.isArray(message) ? (message as readonly unknown[]) : [message]) {
      if (hasGone()) return;
      if (!call.write(one)) await drained(call);
    }
  }
}

const drained = (call: ServerWritableStream<unknown, unknown>): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      call.off('drain', done).off('cancelled', done).off('close', done);
      resolve();
    };
    call.once('drain', done).once('cancelled', done).once('close', done);
  });
