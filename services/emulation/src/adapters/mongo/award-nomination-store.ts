import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { NominationName, Nominations } from '../../application/awards/nomination-ports';
import type { NominationRecord } from '../../domain/awards/nomination';
import { plain } from './plain';

/** `award_nominations`: each as its last event has it. */
interface NominationDocument extends NominationRecord {
  /** `board/2026/000001` */
  readonly _id: string;
}

const idOf = ({ board, year, number }: NominationName): string => `${board}/${year.toString()}/${number.toString().padStart(6, '0')}`;

const fromDocument = ({ _id, ...record }: NominationDocument): NominationRecord => record;

export function createNominationStore(connection: Connection): Nominations {
  const collection = databaseOf(connection).collection<NominationDocument>('award_nominations');
  return {
    async find(name, session) {
      const found = await collection.findOne({ _id: idOf(name) }, session ? { session } : {});
      return found ? fromDocument(found) : undefined;
    },
    list: async (board, year, session) =>
      (
        await collection
          .find({ board, year }, session ? { session } : {})
          .sort({ number: 1 })
          .toArray()
      ).map(fromDocument),
    async save(session, nomination) {
      const document = { _id: idOf(nomination), ...plain(nomination) };
      if (nomination.version === 1) await collection.insertOne(document, { session });
      else await collection.replaceOne({ _id: document._id, version: nomination.version - 1 }, document, { session });
    },
  };
}
