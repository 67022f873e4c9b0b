import { randomUUID } from 'node:crypto';
import { unavailable } from '@kcn/kernel';
import { databaseOf, takeHold, translateMongoError } from '@kcn/messaging';
import type { Connection, HoldDocument } from '@kcn/messaging';
import { mongo } from 'mongoose';
import type { BoardLease } from '../../application/imports/import-store';

export interface BoardLeaseOptions {
  readonly connection: Connection;
  /** A holder that is silent this long is replaced; longer than any transaction of an import takes. Default 30,000. */
  readonly leaseMs?: number;
}

const lost = () =>
  unavailable('import_lease_lost', { vi: 'Lần nhập đã được tiến trình khác tiếp quản', en: 'Another process has taken the import over' });

export function createBoardLease({ connection, leaseMs = 30_000 }: BoardLeaseOptions): BoardLease {
  const leases = databaseOf(connection).collection<HoldDocument>('import_leases');
  const heads = databaseOf(connection).collection<{ _id: string; position: number; recordedAt: Date; touched?: number }>('log_heads');

  return {
    async acquire(board) {
      const holding = randomUUID();
      try {
        return (await takeHold(leases, { id: board, holding, periodMs: leaseMs })) ? { board, holding } : undefined;
      } catch (error) {
        throw translateMongoError(error);
      }
    },
    async renew({ board, holding }, session) {
      const { matchedCount } = await leases.updateOne(
        { _id: board, holding },
        [{ $set: { until: { $add: ['$$NOW', leaseMs] } } }],
        session ? { session } : {},
      );
      if (matchedCount === 0) throw lost();
    },
    async release({ board, holding }) {
      await leases.deleteOne({ _id: board, holding });
    },
    async lockBoard(session, board) {
      // Whoever appends to the board writes this document too, so from here to the end of the transaction it has the board alone.
      await heads.updateOne(
        { _id: board },
        { $inc: { touched: 1 }, $setOnInsert: { position: mongo.Long.ZERO as unknown as number, recordedAt: new Date(0) } },
        { session, upsert: true },
      );
    },
  };
}
