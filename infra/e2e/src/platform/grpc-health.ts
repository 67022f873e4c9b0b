import { Client, credentials, Metadata } from '@grpc/grpc-js';

const SERVING = 1;

/** Whether a gRPC server says of itself (grpc.health.v1) that it serves. @throws Error when nobody answers within `timeoutMs` */
export async function servesGrpc(address: string, { timeoutMs = 500 }: { timeoutMs?: number } = {}): Promise<boolean> {
  const client = new Client(address, credentials.createInsecure());
  try {
    const answer = await new Promise<Buffer>((resolve, reject) => {
      client.makeUnaryRequest(
        '/grpc.health.v1.Health/Check',
        // A request without a service's name is an empty message.
        () => Buffer.alloc(0),
        (bytes: Buffer) => bytes,
        undefined,
        new Metadata(),
        { deadline: Date.now() + timeoutMs },
        (error, bytes) => {
          if (error) reject(error);
          else resolve(bytes ?? Buffer.alloc(0));
        },
      );
    });
    // Field 1, a varint: the status.
    return answer[0] === 8 && answer[1] === SERVING;
  } finally {
    client.close();
  }
}
