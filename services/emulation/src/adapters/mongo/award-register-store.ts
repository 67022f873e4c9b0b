import { instantFromDate, instantToDate } from '@kcn/kernel';
import { databaseOf } from '@kcn/messaging';
import type { Connection, Session } from '@kcn/messaging';
import type { AwardRegister, RegisterName } from '../../application/awards/ports';
import type { AwardRevocation, RegisteredAward, RegisterHead } from '../../domain/awards/award-register';
import { EMPTY_REGISTER } from '../../domain/awards/award-register';
import { plain } from './plain';

/** `awards`: the lines of the registers, append-only. */
interface AwardDocument extends Omit<RegisteredAward, 'grantedAt' | 'revocation'> {
  /** `board/2020/00000001` */
  readonly _id: string;
  readonly grantedAt: Date;
}

/** `award_revocations`: under the same _id as the line that it revokes, append-only. */
interface RevocationDocument extends Omit<AwardRevocation, 'revokedAt'> {
  readonly _id: string;
  readonly board: string;
  readonly revokedAt: Date;
}

/** `award_registers`: how far each register has come. */
interface RegisterDocument extends RegisterHead {
  /** `board/2020` */
  readonly _id: string;
  readonly board: string;
}

const registerId = ({ board, registerYear }: RegisterName): string => `${board}/${registerYear.toString()}`;
const awardId = (name: RegisterName & { readonly registerNumber: number }): string =>
  `${registerId(name)}/${name.registerNumber.toString().padStart(8, '0')}`;

/** The award registers; nothing here changes or deletes a line. */
export function createAwardRegisterStore(connection: Connection): AwardRegister {
  const db = databaseOf(connection);
  const awards = db.collection<AwardDocument>('awards');
  const revocations = db.collection<RevocationDocument>('award_revocations');
  const registers = db.collection<RegisterDocument>('award_registers');
  const inside = (session: Session | undefined) => (session ? { session } : {});

  async function withRevocations(found: readonly AwardDocument[], session?: Session): Promise<RegisteredAward[]> {
    const revoked = await revocations.find({ _id: { $in: found.map(({ _id }) => _id) } }, inside(session)).toArray();
    return found.map(({ _id, grantedAt, ...award }) => {
      const revocation = revoked.find((one) => one._id === _id);
      return {
        ...award,
        grantedAt: instantFromDate(grantedAt),
        ...(revocation
          ? {
              revocation: {
                ...{ decision: revocation.decision, reason: revocation.reason, actor: revocation.actor },
                revokedAt: instantFromDate(revocation.revokedAt),
              },
            }
          : {}),
      };
    });
  }

  async function moveHead(session: Session, name: RegisterName, { lastNumber, version }: RegisterHead): Promise<void> {
    // Two writers of one board cannot come here side by side: both write the log's head, and one of them runs again.
    await registers.replaceOne({ _id: registerId(name) }, { board: name.board, lastNumber, version }, { session, upsert: true });
  }

  return {
    async head(session, name) {
      const found = await registers.findOne({ _id: registerId(name) }, { session });
      return found ? { lastNumber: found.lastNumber, version: found.version } : EMPTY_REGISTER;
    },
    async insert(session, entered, next) {
      const [first] = entered;
      if (!first) return;
      await moveHead(session, first, next);
      await awards.insertMany(
        entered.map(({ grantedAt, revocation: _none, ...award }) => ({
          ...plain(award),
          _id: awardId(award),
          grantedAt: instantToDate(grantedAt),
        })),
        { session },
      );
    },
    async revoke(session, award, next) {
      if (!award.revocation) throw new Error('there is no revocation to store');
      const { decision, reason, actor, revokedAt } = award.revocation;
      await moveHead(session, award, next);
      await revocations.insertOne(
        { _id: awardId(award), board: award.board, decision: plain(decision), reason, actor, revokedAt: instantToDate(revokedAt) },
        { session },
      );
    },
    async find(name, session) {
      const found = await awards.findOne({ _id: awardId(name) }, inside(session));
      return found ? (await withRevocations([found], session))[0] : undefined;
    },
    async findByCode(code) {
      const found = await awards.findOne({ code });
      return found ? (await withRevocations([found]))[0] : undefined;
    },
    list: async ({ board, registerYear }) =>
      withRevocations(await awards.find({ board, registerYear }).sort({ registerNumber: 1 }).toArray()),
    ofBloc: async ({ board, bloc, year }, session) =>
      withRevocations(
        await awards.find({ board, 'ground.bloc': bloc, year }, inside(session)).sort({ registerYear: 1, registerNumber: 1 }).toArray(),
        session,
      ),
    ofNominees: async (board, year, session) =>
      withRevocations(
        await awards
          .find({ board, 'ground.kind': 'nomination', year }, inside(session))
          .sort({ registerYear: 1, registerNumber: 1 })
          .toArray(),
        session,
      ),
  };
}
