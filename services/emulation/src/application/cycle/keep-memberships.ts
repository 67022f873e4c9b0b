import { emulationYearEvents } from '@kcn/contracts';
import type { PlainDate } from '@kcn/kernel';
import { invalid, notFound } from '@kcn/kernel';
import type { CommandName, OnceResult, RunOnce, Session } from '@kcn/messaging';
import { addMembership, blocsOf, membersOf } from '../../domain/cycle/membership';
import type { Memberships, OrganisedMembership } from './ports';
import { nameOfCommand } from './run-year';
import type { YearLog } from './year-log';

export interface MembershipKeepingOptions {
  readonly memberships: Memberships;
  readonly record: YearLog;
  readonly runOnce: RunOnce;
}

type Command<Content> = CommandName & { readonly actor: string } & Content;

/** Who belongs to which bloc from when to when; a board may be in several, and organise some itself. */
export function createMembershipKeeping({ memberships, record, runOnce }: MembershipKeepingOptions) {
  const save = async (
    session: Session,
    membership: OrganisedMembership,
    { actor, key }: { readonly actor: string; readonly key: string },
  ) => {
    const { board, bloc, kind, member, from, to = '' } = membership;
    const logged = await record(session, { board, unit: `memberships:${bloc}`, actor, cause: `http:${key}` }, [
      {
        type: emulationYearEvents.membershipSet.type,
        payload: emulationYearEvents.membershipSet.codec.encode({ bloc, kind, member, from, to }).finish(),
      },
    ]);
    await memberships.save(session, membership);
    return { response: { member, from, to: to === '' ? null : to }, lastPosition: logged.lastPosition, recordedAt: logged.recordedAt };
  };

  return {
    /** @throws DomainError invalid `already_member`, `ends_before_it_begins`, `other_kind` */
    async add(
      given: Command<Omit<OrganisedMembership, 'board'>>,
    ): Promise<OnceResult<{ member: string; from: string; to: string | null }>> {
      const { board, actor, key, bloc, kind, member, from, to } = given;
      return runOnce(nameOfCommand(given), async (session) => {
        const before = await memberships.ofBloc(board, bloc, session);
        if (before.some((one) => one.kind !== kind))
          throw invalid('other_kind', { vi: 'Khối này thuộc loại khác', en: 'The bloc is of another kind' });
        const added = { bloc, member, from, ...(to === undefined ? {} : { to }) };
        addMembership(before, added);
        return save(session, { ...added, board, kind }, { actor, key });
      });
    },

    /** Says until when somebody belongs. @throws DomainError not_found `no_membership`; invalid as `add` */
    async end(
      given: Command<{ readonly bloc: string; readonly member: string; readonly to: PlainDate }>,
    ): Promise<OnceResult<{ member: string; from: string; to: string | null }>> {
      const { board, actor, key, bloc, member, to } = given;
      return runOnce(nameOfCommand(given), async (session) => {
        const all = await memberships.ofBloc(board, bloc, session);
        const open = all.find((one) => one.member === member && one.to === undefined);
        if (!open)
          throw notFound('no_membership', { vi: 'Không có tư cách thành viên đang mở', en: 'There is no membership that is open' });
        addMembership(
          all.filter((one) => one !== open),
          { bloc, member, from: open.from, to },
        );
        return save(session, { ...open, to }, { actor, key });
      });
    },

    /** The blocs of a board on a day, and the members of those that it organises. */
    async on(board: string, day: PlainDate) {
      const own = await memberships.ofMember(board);
      const organised = await memberships.organisedBy(board);
      const kindOf = new Map([...own, ...organised].map(({ bloc, kind }) => [bloc, kind]));
      const kinded = (bloc: string) => ({ bloc, kind: kindOf.get(bloc) ?? 'ministry' });
      return {
        memberOf: blocsOf(own, { member: board, on: day }).map(kinded),
        organises: [...new Set(organised.map(({ bloc }) => bloc))].map((bloc) => ({
          ...kinded(bloc),
          members: membersOf(organised, { bloc, on: day }),
        })),
      };
    },
  };
}

export type MembershipKeeping = ReturnType<typeof createMembershipKeeping>;
