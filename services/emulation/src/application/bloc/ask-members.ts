import type { Instant, Period } from '@kcn/kernel';
import type { MemberFigures as Figures } from '../../domain/figures/member-figures';
import { catalogueEntries } from '../../domain/sheets/sheet-figures';
import type { FigureSource, MemberFigures } from './ports';
import type { BlocSet } from './read-bloc-set';

/** Members that are asked at the same time. */
const CONCURRENCY = 4;

export interface MembersQuestion {
  readonly period: Period;
  readonly asOf: Instant | undefined;
  /** Whether who asks may know of a member's board; a board that may not be known counts as missing. */
  readonly mayKnow: (board: string) => boolean;
}

export interface MembersAnswer {
  readonly figures: ReadonlyMap<string, Figures>;
  /** Members that may not be asked. */
  readonly missing: ReadonlySet<string>;
  /** In the bloc's order. */
  readonly members: readonly FigureSource[];
}

/** Asks a bloc's members for every figure of the criteria's catalogue, a few members at a time. */
export const createAskMembers =
  (memberFigures: MemberFigures) =>
  async ({ bloc, criteria }: Pick<BlocSet, 'bloc' | 'criteria'>, { period, asOf, mayKnow }: MembersQuestion): Promise<MembersAnswer> => {
    const wanted = catalogueEntries(criteria);
    const figures = new Map<string, Figures>();
    const sources = new Map<string, FigureSource>();
    const missing = new Set(bloc.members.map(({ id }) => id).filter((id) => !mayKnow(id)));
    const waiting = bloc.members.map(({ id }) => id).filter((id) => !missing.has(id));
    const askOneByOne = async (): Promise<void> => {
      for (let member = waiting.shift(); member !== undefined; member = waiting.shift()) {
        const answer = await memberFigures.figuresOf({ member, period, wanted, asOf });
        figures.set(member, answer.figures);
        sources.set(member, answer.source);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, askOneByOne));
    return { figures, missing, members: bloc.members.flatMap(({ id }) => sources.get(id) ?? []) };
  };
