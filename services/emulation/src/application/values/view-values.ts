import { notFound } from '@kcn/kernel';
import { formatFraction } from '@kcn/kernel/fraction';
import { lastValues } from '../../domain/values/score-value';
import type { ScoreValue } from '../../domain/values/score-value';
import type { BlocYear } from '../bloc/ports';
import type { SheetReadPorts } from '../read-sheets';
import type { FindSheetDuty } from './find-sheet-duty';
import type { ScoreValues } from './ports';

export interface ValueViewOptions {
  readonly findDuty: FindSheetDuty;
  readonly values: ScoreValues;
  /** The read of another's values is kept. */
  readonly recordRead: (board: string, read: Parameters<SheetReadPorts['recordRead']>[0]) => Promise<void>;
}

export interface SeenCriterion {
  readonly criterion: string;
  readonly computed: string | null;
  readonly self: string | null;
  readonly checked: ScoreValue | undefined;
  readonly final: ScoreValue | undefined;
}

export interface SeenValues {
  readonly member: string;
  readonly duty: string;
  readonly criteria: readonly SeenCriterion[];
  /** Everything that was ever set and may be seen, oldest first. */
  readonly history: readonly ScoreValue[];
}

export const unknownSheet = (): Error =>
  notFound('unknown_sheet', { vi: 'Không có phiếu chấm điểm này', en: 'There is no such score sheet' });

/** The three values of each criterion of a member: to itself with its drafts, to leader, deputy and checker as it handed them in. */
export const createValueView =
  ({ findDuty, values, recordRead }: ValueViewOptions) =>
  /** @throws DomainError not_found `unknown_sheet` for a board without a duty, and for what does not exist alike */
  async (acting: BlocYear, member: string): Promise<SeenValues> => {
    const found = await findDuty(acting, member);
    if (!found) throw unknownSheet();
    const { led, duty, sheet } = found;
    const own =
      duty === 'self' ? (await values.list({ ...acting, board: member }, { member })).filter(({ stage }) => stage === 'self') : [];
    const verified = (await values.list(led.name, { member })).filter(({ stage }) => stage !== 'self');
    if (duty !== 'self')
      await recordRead(led.name.board, {
        ...{ bloc: acting.bloc, year: acting.year, member, reader: acting.board, duty },
        revisions: sheet ? [sheet.revision] : [],
      });
    const last = lastValues([...own, ...verified]);
    const signed = new Map(sheet?.criteria.map((one) => [one.code, one]));
    const typed = new Map(led.set.rows.filter((row) => row.member === member).map((row) => [row.code, row]));
    const codes = [...led.set.criteria.criteria.map(({ code }) => code), ...[...verified].map(({ criterion }) => criterion)];
    return {
      ...{ member, duty },
      criteria: [...new Set(codes)].map((criterion): SeenCriterion => {
        const { self, checked, final } = last.get(`${member} ${criterion}`) ?? {};
        const typedSelf = typed.get(criterion)?.self;
        const handedIn = sheet ? (signed.get(criterion)?.self ?? null) : typedSelf ? formatFraction(typedSelf) : null;
        return { criterion, computed: signed.get(criterion)?.computed ?? null, self: self ? self.value : handedIn, checked, final };
      }),
      history: [...own, ...verified].toSorted((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1)),
    };
  };

export type ValueView = ReturnType<typeof createValueView>;
