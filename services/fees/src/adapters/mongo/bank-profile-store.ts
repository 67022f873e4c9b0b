import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { BankProfile, BankProfiles } from '../../application/bank-profiles/ports';

export const BANK_PROFILES = 'bank_profiles';

interface ProfileDocument extends BankProfile {
  /** `board/account/version` */
  readonly _id: string;
  readonly board: string;
}

const toProfile = ({ _id, board: _board, ...profile }: ProfileDocument): BankProfile => profile;

/** Every version of how banks lay out their statements. */
export function createBankProfileStore(connection: Connection): BankProfiles {
  const profiles = databaseOf(connection).collection<ProfileDocument>(BANK_PROFILES);
  const history = async (board: string, account: string): Promise<BankProfile[]> =>
    (await profiles.find({ board, account }).sort({ version: 1 }).toArray()).map(toProfile);
  return {
    async find(session, board, account) {
      const [newest] = await profiles
        .find({ board, account }, session ? { session } : {})
        .sort({ version: -1 })
        .limit(1)
        .toArray();
      return newest ? toProfile(newest) : undefined;
    },

    async inUse(board) {
      const newest = new Map<string, BankProfile>();
      for (const document of await profiles.find({ board }).sort({ account: 1, version: 1 }).toArray())
        newest.set(document.account, toProfile(document));
      return [...newest.values()];
    },

    history,

    async add(session, board, profile) {
      await profiles.insertOne({ ...profile, _id: `${board}/${profile.account}/${String(profile.version)}`, board }, { session });
    },
  };
}
