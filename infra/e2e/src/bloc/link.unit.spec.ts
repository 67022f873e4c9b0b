import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Link } from './link';
import { openLink } from './link';

/** Answers each byte with as many as were asked for. */
const REPLY = Buffer.alloc(40_000, 'x');
let server: Server;
let link: Link;

beforeEach(async () => {
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => socket.write(REPLY));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  link = await openLink((server.address() as AddressInfo).port);
});
afterEach(async () => {
  await link.stop();
  server.close();
});

async function call(): Promise<Socket> {
  const socket = connect(Number(link.address.split(':')[1]), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

async function askOnce(socket: Socket): Promise<{ readonly bytes: number; readonly ms: number; readonly isWhole: boolean }> {
  const startedAt = performance.now();
  let bytes = 0;
  socket.write('?');
  const isWhole = await new Promise<boolean>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes >= REPLY.length) resolve(true);
    });
    socket.once('close', () => resolve(false));
  });
  const ms = performance.now() - startedAt;
  socket.destroy();
  return { bytes, ms, isWhole };
}

test('delays each way', async () => {
  link.become({ delayMs: 100 });
  const { ms, isWhole } = await askOnce(await call());
  expect(isWhole).toBe(true);
  expect(ms).toBeGreaterThanOrEqual(195);
});

test('passes no more bytes than it may, all of them in order', async () => {
  link.become({ bytesPerSecond: 80_000 });
  const { ms, bytes } = await askOnce(await call());
  expect(bytes).toBe(REPLY.length);
  expect(ms).toBeGreaterThanOrEqual(450);
});

test('half-open, it takes connections and says nothing; what is open stays so', async () => {
  const before = await call();
  link.become({ isHalfOpen: true });
  const after = await call();
  const heard: string[] = [];
  for (const socket of [before, after]) {
    socket.on('data', () => heard.push('data')).on('close', () => heard.push('close'));
    socket.write('?');
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(heard).toEqual([]);
  before.destroy();
  after.destroy();
});

test('resets in the midst of a reply, and is whole again afterwards', async () => {
  link.become({ resetAfterReplyBytes: 10_000 });
  expect(await askOnce(await call())).toMatchObject({ isWhole: false, bytes: 10_000 });
  link.become({});
  expect(await askOnce(await call())).toMatchObject({ isWhole: true });
  expect(link.repliedBytes()).toBeGreaterThanOrEqual(REPLY.length);
});
