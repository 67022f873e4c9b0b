import { instantFromDate, instantToDate } from '@kcn/kernel';
import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import { mongo } from 'mongoose';
import type { BlocYear } from '../../application/bloc/ports';
import type { MemberYear, Receipt, ReceivedSheet, ReceivedSheets } from '../../application/pull/ports';
import { bytesOf } from './collections';

/** `received_sheets`: members' sheets as they came, append-only, each with its proof and verdict. */
interface ReceivedSheetDocument extends Omit<ReceivedSheet, 'receivedAt' | 'jws' | 'keySet'> {
  /** `board/bloc/year/member/version` */
  readonly _id: string;
  readonly receivedAt: Date;
  readonly jws: mongo.Binary;
  readonly keySet: mongo.Binary;
}

const idOf = ({ board, bloc, year, member }: MemberYear, version: number): string =>
  `${board}/${bloc}/${year.toString()}/${member}/${version.toString().padStart(8, '0')}`;

type Bytes = 'jws' | 'keySet';

function fromDocument({ _id, receivedAt, jws, keySet, ...rest }: ReceivedSheetDocument): ReceivedSheet {
  return { ...rest, receivedAt: instantFromDate(receivedAt), jws: bytesOf(jws), keySet: bytesOf(keySet) };
}

/** Received sheets; nothing here changes or deletes one. */
export function createReceivedSheetStore(connection: Connection): ReceivedSheets {
  const received = databaseOf(connection).collection<ReceivedSheetDocument>('received_sheets');
  const yearOf = ({ board, bloc, year }: BlocYear) => ({ board, bloc, year });
  return {
    async insert(session, sheets) {
      await received.insertMany(
        sheets.map(({ receivedAt, jws, keySet, ...rest }) => ({
          ...rest,
          _id: idOf(rest, rest.version),
          receivedAt: instantToDate(receivedAt),
          jws: new mongo.Binary(jws),
          keySet: new mongo.Binary(keySet),
        })),
        { session },
      );
    },
    async newest(name, members, session) {
      const ids = await received
        .aggregate<{ newest: string }>(
          [{ $match: { ...yearOf(name), member: { $in: [...members] } } }, { $group: { _id: '$member', newest: { $max: '$_id' } } }],
          { session },
        )
        .toArray();
      if (ids.length === 0) return new Map();
      const found = await received
        .find({ _id: { $in: ids.map(({ newest }) => newest) } }, { session })
        .project<Receipt & { readonly member: string }>({ member: 1, jwsSha256: 1, verdict: 1, counts: 1 })
        .toArray();
      return new Map(found.map(({ member, jwsSha256, verdict, counts }) => [member, { jwsSha256, verdict, counts }]));
    },
    async accepted(name, asOf) {
      const newest = await received
        .aggregate<{ _id: string; newest: string }>([
          { $match: { ...yearOf(name), counts: true, ...(asOf === undefined ? {} : { receivedAt: { $lte: instantToDate(asOf) } }) } },
          { $group: { _id: '$member', newest: { $max: '$_id' } } },
        ])
        .toArray();
      const found = await received.find({ _id: { $in: newest.map((one) => one.newest) } }).toArray();
      return found.map(fromDocument);
    },
    async list(name) {
      const found = await received
        .find(yearOf(name))
        .project<Omit<ReceivedSheetDocument, Bytes | 'keys'>>({ jws: 0, keySet: 0, keys: 0 })
        .sort({ _id: 1 })
        .toArray();
      return found.map(({ _id, receivedAt, ...rest }) => ({ ...rest, receivedAt: instantFromDate(receivedAt) }));
    },
    async find(name, version) {
      const found = await received.findOne({ _id: idOf(name, version) });
      return found ? fromDocument(found) : undefined;
    },
  };
}
