import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { BlocYear } from '../../application/bloc/ports';
import type { KeptMemberFile, MemberFiles, MemberYear } from '../../application/pull/ports';
import { plain } from './plain';

/** `member_files`: what the leader believes of each member; every change has its event beside it. */
interface MemberFileDocument {
  /** `board/bloc/year/member` */
  readonly _id: string;
  readonly board: string;
  readonly bloc: string;
  readonly year: number;
  readonly member: string;
  readonly file: KeptMemberFile;
}

const idOf = ({ board, bloc, year, member }: MemberYear): string => `${board}/${bloc}/${year.toString()}/${member}`;

export function createMemberFileStore(connection: Connection): MemberFiles {
  const files = databaseOf(connection).collection<MemberFileDocument>('member_files');
  return {
    find: async (name, session) => (await files.findOne({ _id: idOf(name) }, session ? { session } : {}))?.file,
    list: async ({ board, bloc, year }: BlocYear) =>
      (
        await files
          .find({ board, bloc, year }, { projection: { 'file.acceptedFigures': 0 } })
          .sort({ member: 1 })
          .toArray()
      ).map(({ member, file }) => ({ ...file, member })),
    async findAll({ board, bloc, year }, members, session) {
      const found = await files.find({ _id: { $in: members.map((member) => idOf({ board, bloc, year, member })) } }, { session }).toArray();
      return new Map(found.map(({ member, file }) => [member, file]));
    },
    async saveAll(session, { board, bloc, year }, changes) {
      const { upsertedCount, matchedCount } = await files.bulkWrite(
        changes.map(({ member, before, after }) => {
          const _id = idOf({ board, bloc, year, member });
          const replacement = { board, bloc, year, member, file: plain(after) };
          // The first one has nothing to replace, and an upsert of a document that is there by now is a duplicate key.
          return before.version === 0
            ? { updateOne: { filter: { _id, 'file.version': { $exists: false } }, update: { $setOnInsert: replacement }, upsert: true } }
            : { replaceOne: { filter: { _id, 'file.version': before.version }, replacement } };
        }),
        { session },
      );
      // The transaction read these versions, so a change since makes it conflict and run again.
      if (upsertedCount + matchedCount !== changes.length) throw new Error('the file of a member was changed beside its transaction');
    },
  };
}
