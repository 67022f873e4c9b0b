import { reportingServiceV1 } from '@kcn/contracts';
import { DomainError, instantFromDate, instantToDate, lastYearOf } from '@kcn/kernel';
import { createGrpcClient } from '@kcn/service-kit';
import type { GrpcClientOptions } from '@kcn/service-kit';
import type { MemberFigures } from '../../application/bloc/ports';
import { findFraction } from '@kcn/kernel/fraction';
import { figureKey } from '../../domain/figures/member-figures';
import type { Figure, FigureTable, WantedFigure } from '../../domain/figures/member-figures';

type Answered = Pick<reportingServiceV1.Figure, 'indicator' | 'breakdown' | 'unit' | 'value' | 'plan'>;

/** The figures in exactly the unit wanted; a figure in another unit, or without a value, is a missing one. */
export function figureTable(
  answered: readonly Answered[],
  { wanted, field }: { readonly wanted: readonly WantedFigure[]; readonly field: 'value' | 'plan' },
): FigureTable {
  const units = new Map(wanted.map(({ indicator, breakdown, unit }) => [figureKey(indicator, breakdown), unit]));
  return new Map(
    answered.flatMap((figure): [string, Figure][] => {
      const key = figureKey(figure.indicator, figure.breakdown);
      const text = figure[field];
      const value = text === undefined ? undefined : findFraction(text);
      return value && units.get(key) === figure.unit ? [[key, { value, unit: figure.unit }]] : [];
    }),
  );
}

type Connecting = Pick<GrpcClientOptions<typeof reportingServiceV1.ReportingServiceService>, 'address' | 'token'>;

/** Of one question; a summary that nobody has asked for yet is computed first. */
const DEADLINE_MS = 15_000;

/** Reporting has never heard of a board that has recorded nothing (or whose figures this service's token may not see). */
const isUnknownBoard = (error: unknown): boolean => error instanceof DomainError && error.code === 'unknown_board';

const nothingReported: reportingServiceV1.GetFiguresResponse = {
  figures: [],
  asOf: undefined,
  positions: {},
  rulesVersion: '',
  summarySha256: '',
  publishedSha256: '',
};

/**
 * The members' figures from reporting. Last year's come from a question of their own, because an answer names last year only
 * beside a figure of this year.
 */
export function createReportingFigures(connecting: Connecting): MemberFigures & { close(): void } {
  const { calls, close } = createGrpcClient(reportingServiceV1.ReportingServiceClient, {
    ...connecting,
    deadlineMs: DEADLINE_MS,
    retryable: ['getFigures'],
  });
  return {
    close,
    async figuresOf({ member, period, wanted, asOf }) {
      const ask = (asked: string, at: Date | undefined): Promise<reportingServiceV1.GetFiguresResponse> =>
        calls.getFigures({ board: member, period: asked, calendar: '', selectors: [...wanted], asOf: at }).catch((error: unknown) => {
          if (isUnknownBoard(error)) return nothingReported;
          throw error;
        });
      const now = await ask(period, asOf && instantToDate(asOf));
      // The same instant, so that both are of one state.
      const then = await ask(lastYearOf(period), now.asOf ?? (asOf && instantToDate(asOf)));
      return {
        figures: {
          actual: figureTable(now.figures, { wanted, field: 'value' }),
          lastYear: figureTable(then.figures, { wanted, field: 'value' }),
          yearPlan: figureTable(now.figures, { wanted, field: 'plan' }),
        },
        source: {
          member,
          asOf: now.asOf ? instantFromDate(now.asOf) : null,
          positions: Object.fromEntries(Object.entries(now.positions).map(([log, position]) => [log, Number(position)])),
          rulesVersion: now.rulesVersion,
          summarySha256: now.summarySha256,
          ...(now.publishedSha256 === '' ? {} : { publishedSha256: now.publishedSha256 }),
        },
      };
    },
  };
}
