import type { ServerUnaryCall, handleUnaryCall } from '@grpc/grpc-js';
import { Server } from '@grpc/grpc-js';
import { emulationSheetServiceV1 as wire } from '@kcn/contracts';
import { DomainError, invalid } from '@kcn/kernel';
import type { Logger, Part } from '@kcn/service-kit';
import { toGrpcStatus } from '@kcn/service-kit';
import type { SheetReading, StoredDocument } from '../../application/read-sheets';
import type { PeerTls } from './peer-credentials';
import { serverCredentials } from './peer-credentials';
import { findBoard } from './peer-identity';

export interface PeerServerOptions {
  readonly host: string;
  /** 0 lets the system choose; see `address()`. */
  readonly port: number;
  readonly tls: PeerTls;
  readonly reading: SheetReading;
  readonly logger: Logger;
  /** How long calls under way may take when the server stops; default 10 s. */
  readonly drainDeadlineMs?: number;
}

export interface PeerServer extends Part {
  /** `host:port` once started. @throws when not started */
  address(): string;
}

/**
 * What this deployment answers to the boards of other deployments. It has a port of its own: who asks is known by the
 * client's certificate, and no token of this deployment is of any use here.
 */
export function createPeerServer(options: PeerServerOptions): PeerServer {
  const { host, reading, logger, drainDeadlineMs = 10_000 } = options;
  const server = new Server({ 'grpc.max_receive_message_length': 65_536 });
  let boundPort: number | undefined;

  const answering =
    <Q, A>(answer: (reader: string, request: Q) => Promise<A>): handleUnaryCall<Q, A> =>
    (call, reply) => {
      Promise.resolve(call)
        .then((asked) => answer(readerOf(asked), asked.request))
        .then(
          (response) => reply(null, response),
          (error: unknown) => {
            if (!(error instanceof DomainError) || error.category === 'bug')
              logger.error({ error, method: call.getPath() }, 'peer call failed by a bug');
            reply(toGrpcStatus(error));
          },
        );
    };

  const implementation: wire.EmulationSheetServiceServer = {
    getSheet: answering(async (reader, { bloc, member, year, sinceRevision }: wire.GetSheetRequest) => {
      const { documents, keySet } = await reading.sheetsAfter(reader, { bloc, member, year, revision: sinceRevision });
      return { sheets: documents.map(toWire), keySet: Buffer.from(keySet) };
    }),
    listRevisions: answering(async (reader, { bloc, member, year }: wire.ListRevisionsRequest) => ({
      revisions: [...(await reading.revisionsOf(reader, { bloc, member, year }))],
    })),
    getLeaderRecord: answering(async (reader, { bloc, year, sinceRevision }: wire.GetLeaderRecordRequest) => {
      const { documents, keySet } = await reading.leaderRecordsAfter(reader, { bloc, year, revision: sinceRevision });
      return { records: documents.map(toWire), keySet: Buffer.from(keySet) };
    }),
  };
  server.addService(wire.EmulationSheetServiceService, implementation);

  return {
    name: 'grpc peers',
    start: async () => {
      boundPort = await new Promise<number>((resolve, reject) => {
        server.bindAsync(`${host}:${String(options.port)}`, serverCredentials(options.tls), (error, port) => {
          if (error) reject(error);
          else resolve(port);
        });
      });
      logger.info({ port: boundPort }, 'gRPC for other boards listening');
    },
    stop: async () => {
      if (boundPort === undefined) return;
      boundPort = undefined;
      await new Promise<void>((resolve) => {
        const deadline = setTimeout(() => {
          server.forceShutdown();
          resolve();
        }, drainDeadlineMs);
        server.tryShutdown(() => {
          clearTimeout(deadline);
          resolve();
        });
      });
    },
    address: () => {
      if (boundPort === undefined) throw new Error('the gRPC server for other boards is not started');
      return `${host}:${String(boundPort)}`;
    },
  };
}

/** @throws DomainError unauthenticated `unknown_peer` for a certificate that names no board, invalid `deadline_required` */
function readerOf(call: ServerUnaryCall<unknown, unknown>): string {
  const deadline = call.getDeadline();
  if (!Number.isFinite(typeof deadline === 'number' ? deadline : deadline.getTime()))
    throw invalid('deadline_required', { vi: 'Cuộc gọi phải có thời hạn', en: 'A call must carry a deadline' });
  const board = findBoard(call.getAuthContext().sslPeerCertificate);
  if (board !== undefined) return board;
  throw new DomainError({
    category: 'unauthenticated',
    code: 'unknown_peer',
    vi: 'Chứng thư không mang tên một ban quản lý',
    en: 'The certificate names no board',
  });
}

const toWire = ({ jws, revision }: StoredDocument): wire.SignedDocument => ({ jws: Buffer.from(jws), revision });
