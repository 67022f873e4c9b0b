import type { Clock } from '@kcn/kernel';
import { invalid } from '@kcn/kernel';
import type { CommandName, OnceResult, RunOnce } from '@kcn/messaging';
import type { Verdicted } from '../../domain/pull/pull';
import type { BlocVersions, BlocYear } from '../bloc/ports';
import { readLeaderYear } from './leader-year';
import type { AnswerTaking } from './take-answer';

export interface HandInOptions {
  readonly versions: BlocVersions;
  readonly runOnce: RunOnce;
  readonly take: AnswerTaking;
  readonly clock: Clock;
}

export interface HandInCommand extends CommandName, BlocYear {
  readonly actor: string;
  /** Whose sheet it is said to be. */
  readonly member: string;
  /** The compact JWS. */
  readonly jws: Uint8Array;
  /** `emulation-keys/1`; empty where only the sheet was handed in. */
  readonly keySet: Uint8Array;
}

/** Takes a member's sheet from a file: judged like one that was pulled, without the pull's deadline. */
export function createHandingIn({ versions, runOnce, take, clock }: HandInOptions) {
  return {
    /** @throws DomainError not_found `unknown_bloc`; invalid `unknown_member`, `idempotency_key_reused` */
    async handIn({ actor, member, jws, keySet, bloc, year, ...command }: HandInCommand): Promise<OnceResult<Verdicted>> {
      const name: BlocYear = { board: command.board, bloc, year };
      const leading = await readLeaderYear(versions, name);
      if (!leading.set.bloc.members.some(({ id }) => id === member))
        throw invalid('unknown_member', {
          vi: `"${member}" không phải là thành viên của khối`,
          en: `"${member}" is not a member of the bloc`,
        });
      return runOnce(command, async (session) => {
        const arrival = { via: 'file', actor, cause: `http:${command.key}`, deadline: null, receivedAt: clock.now() } as const;
        const [taken] = await take(session, name, leading, [{ member, answer: { sheets: [jws], keySet }, arrival }]);
        const verdict = taken?.[0];
        if (!verdict) throw new Error('a sheet that was handed in has no verdict');
        return { response: verdict };
      });
    },
  };
}

export type HandingIn = ReturnType<typeof createHandingIn>;
