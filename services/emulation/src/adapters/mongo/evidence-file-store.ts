import { instantFromDate, instantToDate } from '@kcn/kernel';
import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import { mongo } from 'mongoose';
import type { BlocYear } from '../../application/bloc/ports';
import type { EvidenceFileEntry, EvidenceFiles } from '../../application/values/ports';
import { bytesOf } from './collections';
import { yearId } from './year-cycle-store';

/** `evidence_files`: what proves a member's scores, append-only. */
interface EvidenceFileDocument extends Omit<EvidenceFileEntry, 'recordedAt'>, BlocYear {
  /** `board/bloc/year/criterion/sha256` */
  readonly _id: string;
  readonly recordedAt: Date;
  readonly bytes: mongo.Binary;
}

const idOf = (name: BlocYear, { criterion, sha256 }: Pick<EvidenceFileEntry, 'criterion' | 'sha256'>): string =>
  `${yearId(name)}/${criterion}/${sha256}`;

const entryOf = ({ criterion, name, sha256, size, recordedAt, actor }: Omit<EvidenceFileDocument, 'bytes'>): EvidenceFileEntry => ({
  ...{ criterion, name, sha256, size, actor },
  recordedAt: instantFromDate(recordedAt),
});

export function createEvidenceFileStore(connection: Connection): EvidenceFiles {
  const files = databaseOf(connection).collection<EvidenceFileDocument>('evidence_files');
  return {
    async list({ board, bloc, year }, session) {
      const found = await files
        .find({ board, bloc, year }, session ? { session } : {})
        .project<Omit<EvidenceFileDocument, 'bytes'>>({ bytes: 0 })
        .sort({ recordedAt: 1, _id: 1 })
        .toArray();
      return found.map(entryOf);
    },
    async find(name, wanted) {
      const found = await files.findOne({ _id: idOf(name, wanted) });
      return found ? { ...entryOf(found), bytes: bytesOf(found.bytes) } : undefined;
    },
    async insert(session, { board, bloc, year }, { recordedAt, bytes, ...entry }) {
      const document = { ...entry, ...{ board, bloc, year }, recordedAt: instantToDate(recordedAt), bytes: new mongo.Binary(bytes) };
      await files.insertOne({ ...document, _id: idOf({ board, bloc, year }, entry) }, { session });
    },
  };
}
