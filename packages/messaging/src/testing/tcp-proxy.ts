import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** Requests go on reaching the server, its replies are thrown away; then all connections break and stay refused a while. */
  swallowRepliesThenBreak(times: { readonly afterMs: number; readonly downForMs: number }): void;
  /** Breaks all connections and refuses new ones. */
  goDown(): void;
  comeUp(): Promise<void>;
  stop(): Promise<void>;
}

/** A proxy that can lose replies and go away, between one client and one server. */
export async function startProxy(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let swallowing = false;
  let server = createServer(accept);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  function accept(client: Socket): void {
    const upstream = connect(target);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => sockets.delete(socket));
    }
    client.on('data', (bytes) => upstream.write(bytes));
    upstream.on('data', (bytes) => {
      if (!swallowing) client.write(bytes);
    });
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
  }

  function goDown(): void {
    server.close();
    for (const socket of sockets) socket.destroy();
    swallowing = false;
  }

  async function comeUp(): Promise<void> {
    if (server.listening) return;
    server = createServer(accept);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  }

  return {
    port,
    swallowRepliesThenBreak({ afterMs, downForMs }) {
      swallowing = true;
      setTimeout(() => {
        goDown();
        setTimeout(() => void comeUp(), downForMs);
      }, afterMs);
    },
    goDown,
    comeUp,
    async stop() {
      goDown();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
