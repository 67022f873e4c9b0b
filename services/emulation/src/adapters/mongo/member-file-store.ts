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
      (await files.find({ board, bloc, year }).sort({ member: 1 }).toArray()).map(({ member, file }) => ({ ...file, member })),
    async save(session, name, { before, after }) {
      const { board, bloc, year, member } = name;
      const document: MemberFileDocument = { _id: idOf(name), board, bloc, year, member, file: plain(after) };
      if (before.version === 0) {
        await files.insertOne(document, { session });
        return;
      }
      const { matchedCount } = await files.replaceOne({ _id: idOf(name), 'file.version': before.version }, document, { session });
      // The transaction read that version, so a change since makes it conflict and run again.
      if (matchedCount !== 1) throw new Error('the file of a member was changed beside its transaction');
    },
  };
}
