import { databaseOf } from '../mongo/database';
import type { Connection } from '../mongo/database';

interface LeaseDocument {
  readonly _id: string;
  readonly owner: string;
  /** Raised with every change of owner; writes of an earlier owner are refused by it. */
  readonly token: number;
  readonly expiresAt: Date;
}

/** The right to work alone, until `isValid` turns false. */
export interface Lease {
  readonly token: number;
  /** False once it may have run out, judged by the monotonic clock from before the last renewal was asked for. */
  isValid(): boolean;
  /** Keeps it for another term. @returns false when somebody else has it */
  renew(): Promise<boolean>;
  release(): Promise<void>;
}

export interface Leases {
  /** @returns undefined while another owner's lease runs */
  tryAcquire(): Promise<Lease | undefined>;
}

/** Leases in the collection `leases`. Terms are measured by the database's clock alone. */
export function createLeases({
  connection,
  name,
  owner,
  leaseMs,
}: {
  readonly connection: Connection;
  readonly name: string;
  readonly owner: string;
  readonly leaseMs: number;
}): Leases {
  const leases = databaseOf(connection).collection<LeaseDocument>('leases');
  const expiry = { $add: ['$$NOW', leaseMs] };
  let known = false;

  return {
    async tryAcquire() {
      if (!known) {
        await leases.updateOne({ _id: name }, { $setOnInsert: { owner: '', token: 0, expiresAt: new Date(0) } }, { upsert: true });
        known = true;
      }
      let askedAt = performance.now();
      const taken = await leases.findOneAndUpdate(
        { _id: name, $expr: { $or: [{ $lte: ['$expiresAt', '$$NOW'] }, { $eq: ['$owner', owner] }] } },
        [{ $set: { owner, token: { $add: ['$token', 1] }, expiresAt: expiry } }],
        { returnDocument: 'after' },
      );
      if (!taken) return undefined;
      const { token } = taken;
      return {
        token,
        isValid: () => performance.now() < askedAt + leaseMs,
        async renew() {
          const now = performance.now();
          const { matchedCount } = await leases.updateOne({ _id: name, owner, token }, [{ $set: { expiresAt: expiry } }]);
          if (matchedCount === 0) return false;
          askedAt = now;
          return true;
        },
        async release() {
          askedAt = Number.NEGATIVE_INFINITY;
          await leases.updateOne({ _id: name, owner, token }, { $set: { expiresAt: new Date(0) } });
        },
      };
    },
  };
}
