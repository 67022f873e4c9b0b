import { feesEvents } from '@kcn/contracts';
import { notFound, staleVersion } from '@kcn/kernel';
import type { EventLog, NewEvent, Session } from '@kcn/messaging';
import { checkProfile } from '../../domain/bank-profiles/check-profile';
import type { ColumnsProfile } from '../../domain/bank-profiles/columns-profile';
import { settingsOf } from '../../domain/bank-profiles/profile-settings';
import type { FindUnderWay } from '../records/import-ports';
import { importInProgress } from '../records/import-ports';
import type { BankProfile, BankProfiles } from './ports';

export interface SaveProfileOptions {
  readonly log: Pick<EventLog, 'append'>;
  readonly profiles: BankProfiles;
  /** An import that goes on is read by the profiles with which it began. */
  readonly findUnderWay: FindUnderWay;
  readonly inTransaction: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
}

export interface SaveProfileCommand {
  readonly board: string;
  readonly account: string;
  readonly profile: ColumnsProfile;
  readonly reason: string;
  readonly by: string;
  /** The version that the caller has read; undefined for an account that has no profile yet. */
  readonly ifVersion: string | undefined;
  /** What names the request in the log. */
  readonly cause: string;
}

export const profileNotFound = (account: string): Error =>
  notFound('bank_profile_not_found', {
    vi: `Tài khoản ${account} chưa có mẫu sao kê`,
    en: `There is no bank profile of the account ${account}`,
  });
const isStale = (): Error =>
  staleVersion('bank_profile_is_stale', {
    vi: 'Mẫu sao kê đã được người khác sửa; hãy đọc lại',
    en: 'Somebody else has changed the bank profile; read it again',
  });

function eventOf({ account, profile, reason, by, cause }: SaveProfileCommand, version: number): NewEvent {
  const { type, codec } = feesEvents.bankProfileSet;
  return {
    aggregate: `bank-profile:${account}`,
    aggregateVersion: version,
    type,
    payload: codec.encode({ account, name: profile.name.vi, settings: settingsOf(profile), reason }).finish(),
    actor: by,
    cause,
    reason,
  };
}

/** Says how the bank of an account lays out its statements of columns, from the next import on. */
export const createSaveProfile =
  ({ log, profiles, findUnderWay, inTransaction }: SaveProfileOptions) =>
  /** @throws DomainError invalid `bad_bank_profile`; stale_version; unavailable `import_in_progress` */
  (command: SaveProfileCommand): Promise<BankProfile> => {
    const { board, account, profile, reason, by, ifVersion } = command;
    checkProfile(profile);
    return inTransaction(async (session) => {
      if ((await findUnderWay(session, board)) !== undefined) throw importInProgress();
      const version = (await profiles.find(session, board, account))?.version ?? 0;
      if (ifVersion === undefined ? version > 0 : ifVersion !== '*' && ifVersion !== String(version)) throw isStale();
      const { recordedAt: at } = await log.append(session, board, [eventOf(command, version + 1)]);
      const saved = { account, version: version + 1, profile, by, at, reason };
      await profiles.add(session, board, saved);
      return saved;
    });
  };

export type SaveProfile = ReturnType<typeof createSaveProfile>;
