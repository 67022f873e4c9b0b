import { emulationEvents } from '@kcn/contracts';
import { instantFromDate, invalid, precondition } from '@kcn/kernel';
import type { Instant } from '@kcn/kernel';
import type { CommandName, EventLog, NewEvent, OnceResult, RunOnce, Session } from '@kcn/messaging';
import { findKey } from '../../domain/keys/member-key';
import type { MemberKey } from '../../domain/keys/member-key';
import type { AgreedFigure } from '../../domain/sheets/compare-figures';
import type { BlocVersions, BlocYear } from '../bloc/ports';
import { readKeptSet } from '../bloc/read-bloc-set';
import { readLeaderYear } from './leader-year';
import { NO_FILE } from './ports';
import type { KeptMemberFile, MemberFiles, MemberYear } from './ports';

export interface PledgeOptions {
  readonly versions: BlocVersions;
  readonly files: MemberFiles;
  readonly log: EventLog;
  readonly runOnce: RunOnce;
}

/** A member's key as its pledge states it. */
export interface PledgedKey {
  readonly member: string;
  /** RFC 7638. */
  readonly thumbprint: string;
  readonly validFrom: Instant;
  readonly validTo: Instant;
}

type Command<Content> = CommandName & BlocYear & Content & { readonly actor: string };

/** Everything that happens about a member of a year is of one aggregate, whose version is that of the member's file. */
export const memberAggregate = ({ bloc, year, member }: Omit<MemberYear, 'board'>): string => `member:${bloc}/${year.toString()}/${member}`;

/** What the leader and the members settle before any sheet is sent: whose keys they are, and figures that both sides hold for right. */
export function createPledge({ versions, files, log, runOnce }: PledgeOptions) {
  /** The leader pins all members' keys; a member, under its own board, its leader's. */
  async function checkPinned(name: BlocYear, members: readonly string[]): Promise<void> {
    const kept = await versions.last(name);
    const { leader } = kept ? (await readKeptSet(kept.files)).bloc : { leader: name.board };
    if (leader === name.board || members.some((member) => member !== leader)) await checkMembers(name, members);
  }

  async function checkMembers(name: BlocYear, members: readonly string[]): Promise<void> {
    const { set } = await readLeaderYear(versions, name);
    const unknown = members.filter((member) => !set.bloc.members.some(({ id }) => id === member));
    if (unknown.length > 0)
      throw invalid('unknown_member', {
        vi: `Không phải thành viên của khối: ${unknown.join(', ')}`,
        en: `Not a member of the bloc: ${unknown.join(', ')}`,
      });
  }

  async function change(
    session: Session,
    name: MemberYear,
    {
      next,
      event,
    }: {
      readonly next: (before: KeptMemberFile) => KeptMemberFile;
      readonly event: Pick<NewEvent, 'type' | 'payload' | 'actor' | 'cause'>;
    },
  ): Promise<boolean> {
    const before = (await files.find(name, session)) ?? NO_FILE;
    const after = next(before);
    if (after === before) return false;
    const version = before.version + 1;
    const { recordedAt } = await log.append(session, name.board, [
      { ...event, aggregate: memberAggregate(name), aggregateVersion: version },
    ]);
    const pinnedAt = before.pinnedAt ?? (after.keys.length > 0 ? instantFromDate(recordedAt) : undefined);
    const { member } = name;
    await files.saveAll(session, name, [{ member, before, after: { ...after, version, ...(pinnedAt === undefined ? {} : { pinnedAt }) } }]);
    return true;
  }

  return {
    /**
     * Pins members' keys by their thumbprints. A pinned key is never replaced here: the next one comes by a rotation that the
     * old key signed.
     * @returns how many were new
     * @throws DomainError not_found `unknown_bloc`; invalid `unknown_member`, `bad_validity`; precondition `already_pinned`
     */
    async pinKeys({
      keys,
      actor,
      bloc,
      year,
      ...command
    }: Command<{ readonly keys: readonly PledgedKey[] }>): Promise<OnceResult<{ pinned: number }>> {
      const name: BlocYear = { board: command.board, bloc, year };
      await checkPinned(
        name,
        keys.map(({ member }) => member),
      );
      if (keys.some(({ validFrom, validTo }) => validTo <= validFrom))
        throw invalid('bad_validity', { vi: 'Hiệu lực của khóa kết thúc trước khi bắt đầu', en: 'A key’s validity ends before it begins' });
      return runOnce(command, async (session) => {
        let pinned = 0;
        for (const { member, ...key } of keys) {
          const changed = await change(
            session,
            { ...name, member },
            {
              next: (before) => pin(before, member, key),
              event: {
                type: emulationEvents.keysPinned.type,
                payload: emulationEvents.keysPinned.codec.encode({ bloc, year, keys: [{ member, ...key }] }).finish(),
                ...{ actor, cause: `http:${command.key}` },
              },
            },
          );
          if (changed) pinned += 1;
        }
        return { response: { pinned } };
      });
    },

    /**
     * Settles figures with a member, in the place of those settled before.
     * @throws DomainError not_found `unknown_bloc`; invalid `unknown_member`
     */
    async agreeFigures({
      member,
      figures,
      actor,
      bloc,
      year,
      ...command
    }: Command<{ readonly member: string; readonly figures: readonly AgreedFigure[] }>): Promise<OnceResult<{ agreed: number }>> {
      const name: BlocYear = { board: command.board, bloc, year };
      await checkMembers(name, [member]);
      return runOnce(command, async (session) => {
        await change(
          session,
          { ...name, member },
          {
            next: (before) => ({ ...before, agreed: figures }),
            event: {
              type: emulationEvents.figuresAgreed.type,
              payload: emulationEvents.figuresAgreed.codec.encode({ bloc, year, member, figures: [...figures] }).finish(),
              ...{ actor, cause: `http:${command.key}` },
            },
          },
        );
        return { response: { agreed: figures.length } };
      });
    },

    /** The keys that are believed to be each member's. @throws DomainError not_found `unknown_bloc` */
    async keysOf(name: BlocYear) {
      await readLeaderYear(versions, name);
      return (await files.list(name)).map(({ member, keys }) => ({ member, keys }));
    },
  };
}

export type Pledge = ReturnType<typeof createPledge>;

function pin(before: KeptMemberFile, member: string, key: MemberKey): KeptMemberFile {
  const known = findKey(before.keys, key.thumbprint);
  if (known) return before;
  if (before.keys.length > 0)
    throw precondition('already_pinned', {
      vi: `Khóa của ${member} đã được ghim; khóa mới phải do khóa cũ ký chuyển giao`,
      en: `A key of ${member} is pinned; a new one comes by a rotation that the old one signed`,
    });
  return { ...before, keys: [key] };
}
