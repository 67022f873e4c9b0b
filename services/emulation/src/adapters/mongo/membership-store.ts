import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { Memberships, OrganisedMembership } from '../../application/cycle/ports';
import { plain } from './plain';

/** `memberships`: who belongs to which bloc, from when to when. */
interface MembershipDocument extends OrganisedMembership {
  /** `board/bloc/member/first day` */
  readonly _id: string;
}

const without = ({ _id, ...membership }: MembershipDocument): OrganisedMembership => membership;

export function createMembershipStore(connection: Connection): Memberships {
  const memberships = databaseOf(connection).collection<MembershipDocument>('memberships');
  return {
    ofBloc: async (board, bloc, session) =>
      (
        await memberships
          .find({ board, bloc }, session ? { session } : {})
          .sort({ _id: 1 })
          .toArray()
      ).map(without),
    organisedBy: async (board) => (await memberships.find({ board }).sort({ _id: 1 }).toArray()).map(without),
    ofMember: async (member) => (await memberships.find({ member }).sort({ _id: 1 }).toArray()).map(without),
    async save(session, membership) {
      const { board, bloc, member, from } = membership;
      await memberships.replaceOne({ _id: `${board}/${bloc}/${member}/${from}` }, plain(membership), { session, upsert: true });
    },
  };
}
