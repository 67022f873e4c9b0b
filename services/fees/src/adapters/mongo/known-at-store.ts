import { feesEvents } from '@kcn/contracts';
import type { Connection, EventLog } from '@kcn/messaging';
import type { Acts } from '../../application/accounting/act';
import type { FeeRecord, Invoices, RecordKind } from '../../application/ports';
import type { SourcesAt } from '../../application/report/known-at';
import { collectionsOf } from './collections';

const CHUNK = 5_000;
const INVOICE = 'invoice:';

export interface SourcesAtOptions {
  readonly connection: Connection;
  readonly log: Pick<EventLog, 'positionAt' | 'read'>;
  readonly invoices: Pick<Invoices, 'all'>;
  readonly acts: Pick<Acts, 'inForce'>;
}

/** A board as it was known at an instant, by the versions, events and acts up to the position that the log had then. */
export function createSourcesAt({ connection, log, invoices, acts }: SourcesAtOptions): SourcesAt {
  const { recordVersions } = collectionsOf(connection);

  async function recordsAt(board: string, kind: RecordKind, position: number): Promise<FeeRecord[]> {
    const last = new Map<string, FeeRecord>();
    const versions = recordVersions.find({ board, kind, position: { $lte: BigInt(position) } }, { batchSize: CHUNK });
    for await (const { key, version, cells } of versions.sort({ key: 1, version: 1 })) last.set(key, { kind, key, version, cells });
    return [...last.values()];
  }

  async function codesAt(board: string, position: number): Promise<Set<string>> {
    const codes = new Set<string>();
    for await (const chunk of log.read(board, 0, { upTo: position })) {
      for (const { type, aggregate } of chunk) if (type === feesEvents.invoiceIssued.type) codes.add(aggregate.slice(INVOICE.length));
    }
    return codes;
  }

  return async (board, knownAt) => {
    const position = await log.positionAt(board, knownAt);
    return {
      records: { ofKind: (_session, _board, kind) => recordsAt(board, kind, position) },
      invoices: {
        async all(session) {
          const codes = await codesAt(board, position);
          return (await invoices.all(session, board)).filter(({ invoice }) => codes.has(invoice.code));
        },
      },
      // An act that was decided later may have been in force before only if it needed nobody: then its position is its own.
      acts: { inForce: async (session) => (await acts.inForce(session, board)).filter((act) => act.position <= position) },
    };
  };
}
