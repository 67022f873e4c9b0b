import type { BlocVersions, BlocYear } from '../bloc/ports';
import { readKeptSet } from '../bloc/read-bloc-set';
import type { BlocSet } from '../bloc/read-bloc-set';
import { unknownBloc } from '../bloc/score-bloc-year';

/** A bloc's year as its leader keeps it, with the version of its files. */
export interface LeaderYear {
  readonly set: BlocSet;
  readonly version: number;
}

/** @throws DomainError not_found `unknown_bloc`, also for a board that keeps the bloc's files but does not lead it */
export async function readLeaderYear(versions: BlocVersions, name: BlocYear): Promise<LeaderYear> {
  const kept = await versions.last(name);
  if (!kept) throw unknownBloc(name);
  const set = await readKeptSet(kept.files);
  if (set.bloc.leader !== name.board) throw unknownBloc(name);
  return { set, version: kept.version };
}
