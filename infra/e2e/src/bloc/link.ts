import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** How a link treats what passes over it, each way. */
export interface LinkState {
  /** What is read now is passed on so much later. */
  readonly delayMs?: number;
  /** At most so much passes. */
  readonly bytesPerSecond?: number;
  /** Connections are taken and stay open, and nothing passes any more. */
  readonly isHalfOpen?: boolean;
  /** A connection is reset once so much of the reply has passed. */
  readonly resetAfterReplyBytes?: number;
}

/** A way of TCP to one server, which can be made bad while it is in use. */
export interface Link {
  /** `127.0.0.1:port` */
  readonly address: string;
  /** Counts for what passes from now on, also on connections that are open. */
  become(state: LinkState): void;
  /** Bytes of replies that have passed. */
  repliedBytes(): number;
  stop(): Promise<void>;
}

/** What waits inside of a link at most, each way: who sends more has to wait, as with a real one. */
const MAX_WAITING_BYTES = 65_536;
/** A slow link passes its bytes in slices of so much time. */
const SLICE_MS = 20;

interface Way {
  readonly from: Socket;
  readonly to: Socket;
  readonly isReply: boolean;
}

/** Opens a link to `127.0.0.1:port`. */
export async function openLink(targetPort: number): Promise<Link> {
  let state: LinkState = {};
  let replied = 0;
  const sockets = new Set<Socket>();

  function pass({ from, to, isReply }: Way): void {
    let [waiting, passed] = [0, 0];
    let freeAt = 0;
    from.on('data', (chunk: Buffer) => {
      if (state.isHalfOpen) return;
      waiting += chunk.length;
      if (waiting >= MAX_WAITING_BYTES) from.pause();
      const now = performance.now();
      const { delayMs = 0, bytesPerSecond } = state;
      // One after the other: a link does not overtake itself, also where it has become quicker meanwhile.
      freeAt = Math.max(freeAt, now) + (bytesPerSecond === undefined ? 0 : (chunk.length / bytesPerSecond) * 1_000);
      const write = (): void => {
        waiting -= chunk.length;
        if (waiting < MAX_WAITING_BYTES) from.resume();
        if (state.isHalfOpen || to.destroyed) return;
        const { resetAfterReplyBytes: limit } = state;
        if (isReply && limit !== undefined && passed + chunk.length > limit) {
          to.write(chunk.subarray(0, Math.max(0, limit - passed)), () => to.resetAndDestroy());
          from.destroy();
          return;
        }
        passed += chunk.length;
        if (isReply) replied += chunk.length;
        to.write(chunk);
      };
      const inMs = freeAt - now + delayMs;
      if (inMs < 1) write();
      else setTimeout(write, inMs).unref();
    });
    from.once('close', () => {
      // Nobody hears of an end over a link on which nothing passes.
      if (!state.isHalfOpen) setTimeout(() => to.destroy(), (state.delayMs ?? 0) + SLICE_MS).unref();
    });
  }

  const server = createServer((client) => {
    const upstream = connect(targetPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.once('close', () => sockets.delete(socket));
    }
    pass({ from: client, to: upstream, isReply: false });
    pass({ from: upstream, to: client, isReply: true });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${String(port)}`,
    become: (next) => {
      state = next;
    },
    repliedBytes: () => replied,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
