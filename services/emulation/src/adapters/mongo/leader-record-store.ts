import { instantFromDate, instantToDate } from '@kcn/kernel';
import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import { mongo } from 'mongoose';
import type { BlocYear } from '../../application/bloc/ports';
import type {
  LeaderRecords,
  ReceivedLeaderRecord,
  ReceivedLeaderRecords,
  SignedLeaderRecord,
} from '../../application/sheets/leader-record-ports';
import { bytesOf } from './collections';

/** `leader_records`: what a leader signed; append-only. */
interface SignedDocument extends Omit<SignedLeaderRecord, 'jws' | 'recordedAt'> {
  /** `board/bloc/year/revision`, unique, so that two of one revision cannot both be written */
  readonly _id: string;
  readonly jws: mongo.Binary;
  readonly recordedAt: Date;
}

/** `received_leader_records`: what a member received of it; append-only. */
interface ReceivedDocument extends Omit<ReceivedLeaderRecord, 'jws' | 'receivedAt'> {
  /** `board/bloc/year/version` */
  readonly _id: string;
  readonly jws: mongo.Binary;
  readonly receivedAt: Date;
}

const idOf = ({ board, bloc, year }: BlocYear, number: number): string =>
  `${board}/${bloc}/${year.toString()}/${number.toString().padStart(6, '0')}`;
const yearOf = ({ board, bloc, year }: BlocYear) => ({ board, bloc, year });

const fromSigned = ({ _id, jws, recordedAt, ...rest }: SignedDocument): SignedLeaderRecord => ({
  ...rest,
  jws: bytesOf(jws),
  recordedAt: instantFromDate(recordedAt),
});

export function createLeaderRecordStore(connection: Connection): LeaderRecords {
  const records = databaseOf(connection).collection<SignedDocument>('leader_records');
  return {
    async last(name, session) {
      const [newest] = await records.find(yearOf(name), { session }).sort({ revision: -1 }).limit(1).toArray();
      return newest && fromSigned(newest);
    },
    async find(name, revision) {
      const found = await records.findOne({ _id: idOf(name, revision) });
      return found ? fromSigned(found) : undefined;
    },
    async after(name, revision) {
      const found = await records
        .find({ ...yearOf(name), revision: { $gt: revision } })
        .sort({ revision: 1 })
        .toArray();
      return found.map(fromSigned);
    },
    async insert(session, { jws, recordedAt, ...rest }) {
      await records.insertOne(
        { ...rest, _id: idOf(rest, rest.revision), jws: new mongo.Binary(jws), recordedAt: instantToDate(recordedAt) },
        { session },
      );
    },
  };
}

export function createReceivedLeaderRecordStore(connection: Connection): ReceivedLeaderRecords {
  const received = databaseOf(connection).collection<ReceivedDocument>('received_leader_records');
  return {
    async list(name, session) {
      const found = await received
        .find(yearOf(name), session ? { session } : {})
        .sort({ version: 1 })
        .toArray();
      return found.map(({ _id, jws, receivedAt, ...rest }) => ({ ...rest, jws: bytesOf(jws), receivedAt: instantFromDate(receivedAt) }));
    },
    async insert(session, records) {
      await received.insertMany(
        records.map(({ jws, receivedAt, ...rest }) => ({
          ...rest,
          _id: idOf(rest, rest.version),
          jws: new mongo.Binary(jws),
          receivedAt: instantToDate(receivedAt),
        })),
        { session },
      );
    },
  };
}
