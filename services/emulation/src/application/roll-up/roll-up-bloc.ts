import type { Period } from '@kcn/kernel';
import type { RollUp } from '../../domain/roll-up/roll-up';
import { rollUpFigures } from '../../domain/roll-up/roll-up';
import { createAskMembers } from '../bloc/ask-members';
import type { BlocVersions, MemberFigures } from '../bloc/ports';
import { readKeptSet } from '../bloc/read-bloc-set';
import type { AsOf, ResultSources } from '../bloc/score-bloc-year';
import type { PulledSheets } from '../pull/pulled-sheets';
import { unknownBloc } from '../bloc/score-bloc-year';

export interface BlocRollUpOptions {
  readonly versions: BlocVersions;
  readonly memberFigures: MemberFigures;
  /** The members' signed sheets, whose figures count where the bloc is ranked by them. */
  readonly pulledSheets: Pick<PulledSheets, 'find'>;
}

export interface RolledUp {
  readonly period: Period;
  /** Sheets hold the scored period alone, so any other is asked of reporting. */
  readonly from: 'sheets' | 'reporting';
  readonly rollUp: RollUp;
  /** Members without any figure of the period, in the bloc's order. */
  readonly silent: readonly string[];
  readonly sources: ResultSources;
}

/** Adds up what a bloc's members signed or report. Reads only. */
export function createBlocRollUp({ versions, memberFigures, pulledSheets }: BlocRollUpOptions) {
  const askMembers = createAskMembers(memberFigures);

  return {
    /**
     * @param question the period defaults to the one that the bloc is scored for
     * @throws DomainError not_found `unknown_bloc`, and what the source of the figures throws
     */
    async rollUp({ asOf, mayKnow, period: asked, ...name }: AsOf & { readonly period?: Period | undefined }): Promise<RolledUp> {
      const kept = await versions.last(name, { asOf });
      if (!kept) throw unknownBloc(name);
      const set = await readKeptSet(kept.files);
      const { bloc, criteria } = set;
      if (bloc.leader !== name.board) throw unknownBloc(name);
      const period = asked ?? bloc.period;
      const pulled = period === bloc.period ? await pulledSheets.find(name, set, asOf) : undefined;
      const { figures, members } = pulled ?? (await askMembers({ bloc, criteria }, { asOf, mayKnow, period }));
      const ids = bloc.members.map(({ id }) => id);
      return {
        period,
        from: pulled ? 'sheets' : 'reporting',
        rollUp: rollUpFigures({ criteria, period, members: ids.map((member) => ({ member, figures: figures.get(member) })) }),
        silent: ids.filter((id) => (figures.get(id)?.actual.size ?? 0) === 0),
        sources: { version: kept.version, recordedAt: kept.recordedAt, members },
      };
    },
  };
}

export type BlocRollUp = ReturnType<typeof createBlocRollUp>;
