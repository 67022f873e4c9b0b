import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text goes out as it is, anything else as JSON. */
  readonly body?: unknown;
  /** Breaks the connection instead of answering. */
  readonly hangUp?: boolean;
}

/** `GET /v1/boards/x/summaries/2017` → what is answered, in turn; the last one again and again. */
export type Script = Readonly<Record<string, readonly Reply[]>>;

export interface StandIn {
  readonly url: string;
  readonly received: readonly Received[];
  stop(): Promise<void>;
}

/** An HTTP server that answers as told and remembers what it was asked; it knows nothing of the platform. */
export async function startStandIn(script: Script): Promise<StandIn> {
  const received: Received[] = [];
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://stand-in');
      const name = `${request.method ?? ''} ${url.pathname}`;
      received.push({
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString('latin1'),
      });
      const turn = asked.get(name) ?? 0;
      asked.set(name, turn + 1);
      const replies = script[name] ?? [{ status: 404, body: { code: 'unknown_address', vi: 'Không có', en: 'No such address' } }];
      const { status = 200, headers = {}, body = {}, hangUp = false } = replies[Math.min(turn, replies.length - 1)] ?? {};
      if (hangUp) {
        response.destroy();
        return;
      }
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    received,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
