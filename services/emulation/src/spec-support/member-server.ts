import { createSilentLogger } from '@kcn/service-kit';
import type { PeerTls } from '../adapters/grpc-peers/peer-credentials';
import type { PeerServer } from '../adapters/grpc-peers/peer-server';
import { createPeerServer } from '../adapters/grpc-peers/peer-server';
import type { Duty, SheetReadPorts, StoredDocument } from '../application/read-sheets';
import { createSheetReading } from '../application/read-sheets';
import type { PublishedKeys } from '../domain/keys/key-statements';
import type { PublicKeyJwk } from '../domain/keys/seal';

export interface MemberServerOptions {
  readonly member: string;
  readonly tls: PeerTls;
  readonly keys: readonly PublicKeyJwk[];
  readonly sheets: readonly StoredDocument[];
  readonly port?: number;
  /** Awaited before each answer. */
  readonly before?: () => Promise<void>;
}

export interface MemberServer extends PeerServer {
  /** `reader:duty:revisions` of each read. */
  readonly reads: readonly string[];
}

const DUTIES: Readonly<Record<string, Duty>> = { 'hai-duong': 'leader', 'quang-ninh': 'deputy' };

/** A member's deployment as far as other boards see it: the real server over documents in memory. */
export function createMemberServer({ member, tls, keys, sheets, port = 0, before }: MemberServerOptions): MemberServer {
  const reads: string[] = [];
  const published: PublishedKeys = { format: 'emulation-keys/1', member, keys, statements: [] };
  const ports: SheetReadPorts = {
    sheetsAfter: async ({ revision }) => {
      await before?.();
      return sheets.filter((sheet) => sheet.revision > revision);
    },
    revisionsOf: async () => [],
    leaderRecordsAfter: async () => [],
    keySetOf: async () => Buffer.from(JSON.stringify(published)),
    leaderOf: async () => 'hai-duong',
    findDuty: async (reader, address) => (address.member === member ? DUTIES[reader] : undefined),
    isMember: async () => true,
    recordRead: async ({ reader, duty, revisions }) => {
      reads.push(`${reader}:${duty}:${revisions.join(',')}`);
    },
  };
  const server = createPeerServer({
    host: '127.0.0.1',
    port,
    tls,
    reading: createSheetReading(ports),
    logger: createSilentLogger(),
    drainDeadlineMs: 200,
  });
  return { ...server, reads };
}
