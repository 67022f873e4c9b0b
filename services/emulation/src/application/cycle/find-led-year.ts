import { precondition } from '@kcn/kernel';
import type { BlocVersion, BlocVersions, BlocYear } from '../bloc/ports';
import { readKeptSet } from '../bloc/read-bloc-set';
import type { BlocSet } from '../bloc/read-bloc-set';
import { unknownBloc } from '../bloc/score-bloc-year';

/** A bloc's year as its leader keeps it here, found by one of its members. */
export interface LedYear {
  /** Under the leader's board. */
  readonly name: BlocYear;
  readonly set: BlocSet;
  readonly version: number;
  /** The member whose person acts: the board of the request. */
  readonly acting: string;
}

interface Kept {
  readonly version: BlocVersion;
  readonly set: BlocSet;
}

/**
 * The leader's year of a bloc, for the board that acts in it. Who leads is what the acting board's own copy of bloc.json says,
 * where it keeps one; otherwise whoever keeps the bloc here as its leader and names that board a member.
 */
export function createLedYears(versions: Pick<BlocVersions, 'last' | 'names'>) {
  const keptOf = async (name: BlocYear): Promise<Kept | undefined> => {
    const version = await versions.last(name);
    return version && { version, set: await readKeptSet(version.files) };
  };

  async function find(acting: BlocYear): Promise<LedYear | undefined> {
    const own = await keptOf(acting);
    const toLed = (name: BlocYear, { version, set }: Kept): LedYear => ({ name, set, version: version.version, acting: acting.board });
    if (own?.set.bloc.leader === acting.board) return toLed(acting, own);
    const led: LedYear[] = [];
    for (const name of await versions.names({ bloc: acting.bloc, year: acting.year })) {
      if (name.board === acting.board || (own && name.board !== own.set.bloc.leader)) continue;
      const kept = await keptOf(name);
      const { leader, members } = kept?.set.bloc ?? { leader: undefined, members: [] };
      if (kept && leader === name.board && members.some(({ id }) => id === acting.board)) led.push(toLed(name, kept));
    }
    if (led.length > 1)
      throw precondition('bloc_ambiguous', {
        vi: 'Nhiều đơn vị cùng tự nhận là Khối trưởng của khối này; hãy nạp bloc.json của đơn vị mình',
        en: 'Several boards lead a bloc of this name here; load your own bloc.json',
      });
    return led[0];
  }

  return {
    /** Undefined where the leader keeps its year elsewhere. @throws DomainError precondition `bloc_ambiguous` */
    find,
    /** @throws DomainError not_found `unknown_bloc`; precondition `bloc_ambiguous` */
    async get(acting: BlocYear): Promise<LedYear> {
      const found = await find(acting);
      if (!found) throw unknownBloc(acting);
      return found;
    },
  };
}

export type LedYears = ReturnType<typeof createLedYears>;
