import type {
  ServerUnaryCall,
  ServerWritableStream,
  UntypedHandleCall,
  handleServerStreamingCall,
  handleUnaryCall,
  sendUnaryData,
} from '@grpc/grpc-js';
import type { OpenSpan } from '../tracing/spans';
import { openSpan } from '../tracing/spans';
import type { Method } from './method-types';

type AnyCall = ServerUnaryCall<unknown, unknown> | ServerWritableStream<unknown, unknown>;

/** A span for each call of a method, as part of the caller's trace; nothing while tracing is off. */
export function traceCalls(method: Method, handler: UntypedHandleCall): UntypedHandleCall {
  const open = ({ metadata }: AnyCall): OpenSpan | undefined =>
    openSpan(method.path.slice(1), {
      kind: 'server',
      parent: metadata.get('traceparent')[0]?.toString(),
      attributes: { 'rpc.system': 'grpc' },
    });
  if (method.responseStream) {
    const handle = handler as handleServerStreamingCall<unknown, unknown>;
    return (call: ServerWritableStream<unknown, unknown>) => {
      const span = open(call);
      if (!span) {
        handle(call);
        return;
      }
      call.once('error', (error) => {
        span.end(error);
      });
      for (const over of ['finish', 'cancelled', 'close']) call.once(over, () => span.end());
      span.run(() => {
        handle(call);
      });
    };
  }
  const handle = handler as handleUnaryCall<unknown, unknown>;
  return (call: ServerUnaryCall<unknown, unknown>, answer: sendUnaryData<unknown>) => {
    const span = open(call);
    if (!span) {
      handle(call, answer);
      return;
    }
    span.run(() => {
      handle(call, (error, ...rest) => {
        span.end(error ?? undefined);
        answer(error, ...rest);
      });
    });
  };
}
