import type { Instant } from '@kcn/kernel';
import { invalid, notFound } from '@kcn/kernel';
import { checkBlocAgainstCriteria } from '../../domain/bloc/check-bloc';
import type { Criteria } from '../../domain/criteria/criteria';
import { pointer } from '../../domain/criteria/fault';
import type { FileFault } from '../../domain/criteria/fault';
import { parseCriteria } from '../../domain/criteria/parse-criteria';
import type { BlocInput, BlocResult } from '../../domain/result/score-bloc';
import { scoreBloc } from '../../domain/result/score-bloc';
import { whatIf } from '../../domain/what-if/what-if';
import type { WhatIf } from '../../domain/what-if/what-if';
import type { PulledSheets } from '../pull/pulled-sheets';
import { createAskMembers } from './ask-members';
import type { BlocVersions, BlocYear, FigureSource, MemberFigures } from './ports';
import { readKeptSet } from './read-bloc-set';

/** What of a year's input is recorded beside its files: values, dates of steps, the outcome of a vote. */
export type RecordedInput = Pick<BlocInput, 'bloc' | 'rows' | 'ballot'>;

export interface BlocScoringOptions {
  readonly versions: BlocVersions;
  readonly memberFigures: MemberFigures;
  readonly workingDays: BlocInput['workingDays'];
  /** The members' signed sheets, which count instead of what reporting says where the bloc is ranked by them. */
  readonly pulledSheets: Pick<PulledSheets, 'find'>;
  /** Puts what was recorded by an instant, or by now, in the place of what the files say. */
  readonly withRecorded: (name: BlocYear, input: RecordedInput, asOf: Instant | undefined) => Promise<RecordedInput>;
}

/** What a result was made from. */
export interface ResultSources {
  readonly version: number;
  readonly recordedAt: Instant;
  /** In the bloc's order. */
  readonly members: readonly FigureSource[];
}

interface Scored<Content> {
  readonly result: Content;
  readonly sources: ResultSources;
}

export type AsOf = BlocYear & {
  /** What was known then, of the bloc and of the figures; absent: what is known now. */
  readonly asOf: Instant | undefined;
  /**
   * Whether who asks may know of a member's board. Figures come through this service's own right to read, so a bloc that names a
   * board must not show it to someone who could not ask for it: such a member counts as missing.
   */
  readonly mayKnow: (board: string) => boolean;
};

/** Scores a bloc's year from its kept files and the members' figures. Reads only. */
export function createBlocScoring({ versions, memberFigures, workingDays, pulledSheets, withRecorded }: BlocScoringOptions) {
  const askMembers = createAskMembers(memberFigures);

  async function inputOf({ asOf, mayKnow, ...name }: AsOf): Promise<Scored<BlocInput>> {
    const kept = await versions.last(name, { asOf });
    if (!kept) throw unknownBloc(name);
    const set = await readKeptSet(kept.files);
    // A member keeps the bloc's files for its own sheet; the bloc is scored by its leader alone.
    if (set.bloc.leader !== name.board) throw unknownBloc(name);
    // The members handed their sheets to the leader, so whoever may know the leader's bloc may see them.
    const pulled = await pulledSheets.find(name, set, asOf);
    const { figures, missing, members } = pulled ?? (await askMembers(set, { asOf, mayKnow, period: set.bloc.period }));
    const recorded = await withRecorded(name, { bloc: set.bloc, rows: pulled?.rows ?? set.rows, ballot: set.ballot }, asOf);
    return {
      result: { ...set, ...recorded, figures, workingDays, missing },
      sources: { version: kept.version, recordedAt: kept.recordedAt, members },
    };
  }

  return {
    /** @throws DomainError not_found `unknown_bloc`, and what the source of the figures throws */
    async score(name: AsOf): Promise<Scored<BlocResult>> {
      const { result: input, sources } = await inputOf(name);
      return { result: scoreBloc(input), sources };
    },

    /**
     * The same year under other criteria. Nothing is kept of it.
     * @param criteriaText an `emulation-criteria/1` document
     * @throws DomainError invalid `bad_criteria` with a detail for each fault; not_found `unknown_bloc`
     */
    async whatIf(name: AsOf, criteriaText: string): Promise<Scored<WhatIf>> {
      const reading = parseCriteria(criteriaText);
      if (!reading.ok) throw badCriteria(reading.faults);
      const { result: input, sources } = await inputOf(name);
      checkFits(input, reading.content);
      return { result: whatIf(input, { criteria: reading.content }), sources };
    },
  };
}

export type BlocScoring = ReturnType<typeof createBlocScoring>;

/** Another version name is what a scenario is about; tie-breaks and steps must exist in it all the same. */
function checkFits({ bloc }: BlocInput, criteria: Criteria): void {
  const faults = checkBlocAgainstCriteria({ ...bloc, criteriaVersion: criteria.version }, criteria);
  if (faults.length > 0) throw badCriteria(faults.map((fault) => ({ ...fault, path: '' })));
}

const badCriteria = (faults: readonly FileFault[]): Error =>
  invalid('bad_criteria', {
    vi: `Bộ tiêu chí có ${faults.length.toString()} lỗi`,
    en: `The criteria have ${faults.length.toString()} faults`,
    details: faults.map(({ code, path, vi, en }) => ({ code, pointer: `${pointer('', 'criteria')}${path}`, vi, en })),
  });

export const unknownBloc = ({ bloc, year }: BlocYear): Error =>
  notFound('unknown_bloc', {
    vi: `Không có khối "${bloc}" năm ${year.toString()}`,
    en: `There is no bloc "${bloc}" of ${year.toString()}`,
  });
