import { instantFromDate, instantToDate } from '@kcn/kernel';
import type { Connection } from '@kcn/messaging';
import { mongo } from 'mongoose';
import type { BlocYear } from '../../application/bloc/ports';
import type { SignedRevision, SignedRevisions } from '../../application/sheets/ports';
import { bytesOf, collectionsOf } from './collections';
import type { SheetDocument } from './collections';

/** The _id is unique, so that two of one revision cannot both be written. */
const idOf = ({ board, bloc, year }: BlocYear, revision: number): string =>
  `${board}/${bloc}/${year.toString()}/${revision.toString().padStart(6, '0')}`;

const fromDocument = ({ _id, recordedAt, jws, ...rest }: SheetDocument): SignedRevision => ({
  ...rest,
  recordedAt: instantFromDate(recordedAt),
  jws: bytesOf(jws),
});

/** Signed revisions; nothing here changes or deletes one. */
export function createSignedRevisionStore(connection: Connection): SignedRevisions {
  const { sheets } = collectionsOf(connection);
  return {
    async last(session, { board, bloc, year }) {
      const [newest] = await sheets.find({ board, bloc, year }, { session }).sort({ revision: -1 }).limit(1).toArray();
      return newest && fromDocument(newest);
    },
    async find(name, revision) {
      const found = await sheets.findOne({ _id: idOf(name, revision) });
      return found ? fromDocument(found) : undefined;
    },
    exists: async ({ board, bloc, year }) => (await sheets.findOne({ board, bloc, year }, { projection: { _id: 1 } })) !== null,
    async after({ board, bloc, year }, revision) {
      const found = await sheets
        .find({ board, bloc, year, revision: { $gt: revision } })
        .sort({ revision: 1 })
        .toArray();
      return found.map(fromDocument);
    },
    async insert(session, { recordedAt, jws, ...rest }) {
      await sheets.insertOne(
        { ...rest, _id: idOf(rest, rest.revision), recordedAt: instantToDate(recordedAt), jws: new mongo.Binary(jws) },
        { session },
      );
    },
  };
}
