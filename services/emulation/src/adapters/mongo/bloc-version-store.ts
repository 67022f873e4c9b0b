import { instantFromDate, instantToDate } from '@kcn/kernel';
import type { Connection, Session } from '@kcn/messaging';
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

/** Versions held in memory: nothing changes one, so it is read once. */
const HELD = 100;

/** Versions of blocs; nothing here changes or deletes one. */
export function createBlocVersionStore(connection: Connection): BlocVersions {
  const { blocVersions } = collectionsOf(connection);
  const held = new Map<string, BlocVersion>();

  async function read(id: string, session?: Session): Promise<BlocVersion | undefined> {
    const known = held.get(id);
    const document = known ? null : await blocVersions.findOne({ _id: id }, session ? { session } : {});
    const version = known ?? (document ? fromDocument(document) : undefined);
    if (!version) return undefined;
    held.delete(id);
    // One read inside a transaction may not be there for others (yet).
    if (known || !session) held.set(id, version);
    for (const [oldest] of held) {
      if (held.size <= HELD) break;
      held.delete(oldest);
    }
    return version;
  }

  return {
    async last({ board, bloc, year }, { session, asOf } = {}) {
      const [newest] = await blocVersions
        .find(
          { board, bloc, year, ...(asOf === undefined ? {} : { recordedAt: { $lte: instantToDate(asOf) } }) },
          session ? { session } : {},
        )
        .sort({ version: -1 })
        .limit(1)
        .project<{ readonly _id: string }>({ _id: 1 })
        .toArray();
      return newest && read(newest._id, session);
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
    find: (name, version) => read(idOf({ ...name, version })),
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
