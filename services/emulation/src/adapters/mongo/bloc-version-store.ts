import { instantFromDate, instantToDate } from '@kcn/kernel';
import type { Connection } from '@kcn/messaging';
import { mongo } from 'mongoose';
import type { BlocFileName } from '../../application/bloc/file-names';
import type { BlocVersion, BlocVersions, BlocYear } from '../../application/bloc/ports';
import { bytesOf, collectionsOf } from './collections';
import type { BlocVersionDocument } from './collections';

/** The _id is unique, so that two of one version cannot both be written. */
const idOf = ({ board, bloc, year, version }: Pick<BlocVersion, keyof BlocYear | 'version'>): string =>
  `${board}/${bloc}/${year.toString()}/${version.toString().padStart(6, '0')}`;

const fromDocument = ({ board, bloc, year, version, recordedAt, actor, cause, files }: BlocVersionDocument): BlocVersion => ({
  ...{ board, bloc, year, version, actor, cause },
  recordedAt: instantFromDate(recordedAt),
  files: files.map(({ name, sha256, bytes }) => ({ name: name as BlocFileName, sha256, bytes: bytesOf(bytes) })),
});

/** Versions of blocs; nothing here changes or deletes one. */
export function createBlocVersionStore(connection: Connection): BlocVersions {
  const { blocVersions } = collectionsOf(connection);
  return {
    async last({ board, bloc, year }, { session, asOf } = {}) {
      const [newest] = await blocVersions
        .find(
          { board, bloc, year, ...(asOf === undefined ? {} : { recordedAt: { $lte: instantToDate(asOf) } }) },
          session ? { session } : {},
        )
        .sort({ version: -1 })
        .limit(1)
        .toArray();
      return newest && fromDocument(newest);
    },
    async names({ bloc, year }) {
      const found = await blocVersions
        .aggregate<{ readonly _id: BlocYear }>([
          { $match: { ...(bloc === undefined ? {} : { bloc }), ...(year === undefined ? {} : { year }) } },
          { $group: { _id: { board: '$board', bloc: '$bloc', year: '$year' } } },
          { $sort: { '_id.year': -1, '_id.bloc': 1, '_id.board': 1 } },
        ])
        .toArray();
      return found.map(({ _id }) => _id);
    },
    async find(name, version) {
      const found = await blocVersions.findOne({ _id: idOf({ ...name, version }) });
      return found ? fromDocument(found) : undefined;
    },
    async insert(session, version) {
      const { recordedAt, files, ...rest } = version;
      await blocVersions.insertOne(
        {
          ...rest,
          _id: idOf(version),
          recordedAt: instantToDate(recordedAt),
          files: files.map((file) => ({ ...file, bytes: new mongo.Binary(file.bytes) })),
        },
        { session },
      );
    },
  };
}
