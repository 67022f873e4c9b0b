import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** The way to a deployment, which can be cut and lead elsewhere. */
export interface PeerLink {
  readonly address: string;
  /** Leads to `127.0.0.1:port`. */
  lead(target: string): void;
  /** Nobody listens any more. */
  cut(): Promise<void>;
  /** After a cut, at the same address. */
  mend(): Promise<void>;
}

export async function openPeerLink(): Promise<PeerLink> {
  const sockets = new Set<Socket>();
  let target: string | undefined;
  const accept = (client: Socket): void => {
    keep(client);
    if (target === undefined) return;
    const upstream = connect(Number(target.split(':')[1]), '127.0.0.1');
    keep(upstream);
    client.pipe(upstream).pipe(client);
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
  };
  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  }
  const listen = async (port: number) => {
    const made = createServer(accept);
    made.listen(port, '127.0.0.1');
    await once(made, 'listening');
    return made;
  };
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port.toString()}`,
    lead: (to) => {
      target = to;
    },
    cut: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    mend: async () => {
      server = await listen(port);
    },
  };
}
