import { reportingServiceV1 } from '@kcn/contracts';
import { instantFromDate, instantToDate, invalid, period } from '@kcn/kernel';
import type { ReportCalendar } from '@kcn/kernel';
import type { GrpcService } from '@kcn/service-kit';
import { defineGrpcService } from '@kcn/service-kit';
import { positionsOnWire } from '../../application/positions-on-wire';
import type { Publications } from '../../application/ports';
import { saySame, sha256Of } from '../../application/summary/publish-summary';
import type { VectorResolver } from '../../application/summary/resolve-vector';
import type { Summaries } from '../../application/summary/summaries';
import type { Figure, Flag, PlanTarget } from '../../domain/figures/figure';
import { quantityOfText, quantityText } from '../../domain/figures/quantity';

export interface FiguresServiceOptions {
  readonly vectors: VectorResolver;
  readonly summaries: Summaries;
  readonly publications: Pick<Publications, 'list' | 'find'>;
}

function calendarOf(text: string): ReportCalendar {
  if (text === '' || text === 'calendar') return 'calendar';
  if (text === 'ND09') return 'ND09';
  throw invalid('bad_calendar', {
    vi: `"${text}" không phải là một lịch báo cáo (calendar, ND09)`,
    en: `"${text}" is no report calendar (calendar, ND09)`,
  });
}

const known = (value: string | null): string | undefined => value ?? undefined;

function toMessage(figure: Figure, flags: readonly Flag[]): reportingServiceV1.Figure {
  const { indicator, breakdown, unit, value, plan, pct_plan: pctPlan, last_year: lastYear, yoy, detail } = figure;
  const own = flags.filter((flag) => flag.indicator === indicator && flag.breakdown === breakdown && flag.unit === unit);
  return {
    indicator,
    breakdown,
    unit,
    value: known(value),
    plan: known(plan),
    pctPlan: known(pctPlan),
    lastYear: known(lastYear),
    yoy: known(yoy),
    source: detail.origin,
    stated: detail.stated?.value,
    flags: own.map(({ code }) => code),
  };
}

/** A figure that does not exist, or exists only in another unit: its name without a value, with the plan where one was set. */
const absent = (
  { indicator, breakdown, unit }: reportingServiceV1.FigureSelector,
  plan: PlanTarget | undefined,
): reportingServiceV1.Figure => ({
  indicator,
  breakdown,
  unit,
  value: undefined,
  plan: plan && quantityText(quantityOfText(plan.value), plan.unit),
  pctPlan: undefined,
  lastYear: undefined,
  yoy: undefined,
  source: '',
  stated: undefined,
  flags: [],
});

/** Figures for other services; the same figures as the summary's. */
export function createFiguresService({ vectors, summaries, publications }: FiguresServiceOptions): GrpcService {
  /** The newest published revision that says what these bytes say; '' where they are not (or no longer) published. */
  async function publishedAs(name: Parameters<Publications['list']>[0], bytes: Uint8Array): Promise<string> {
    const newest = (await publications.list(name)).at(-1);
    if (!newest) return '';
    if (newest.sha256 === sha256Of(bytes)) return newest.sha256;
    const found = await publications.find(name, newest.revision);
    return found && saySame(found.bytes, bytes) ? found.sha256 : '';
  }

  return defineGrpcService({
    definition: reportingServiceV1.ReportingServiceService,
    implementation: {
      async getFigures({ board, period: periodText, calendar: calendarText, selectors, asOf }) {
        const name = { period: period(periodText), calendar: calendarOf(calendarText) };
        const vector = await summaries.narrow(await vectors.resolve(board, asOf && instantFromDate(asOf)), name);
        const { figures, flags, plansAlone } = await summaries.figures(vector, name);
        const select = (selector: reportingServiceV1.FigureSelector): reportingServiceV1.Figure => {
          const { indicator, breakdown, unit } = selector;
          const found = figures.find(
            (figure) => figure.indicator === indicator && figure.breakdown === breakdown && (unit === '' || figure.unit === unit),
          );
          const plan = plansAlone.find(
            (target) => target.indicator === indicator && target.breakdown === breakdown && target.unit === unit,
          );
          return found ? toMessage(found, flags) : absent(selector, plan);
        };
        const bytes = await summaries.render(vector, name);
        return {
          figures: selectors.length === 0 ? figures.map((figure) => toMessage(figure, flags)) : selectors.map(select),
          asOf: vector.asOf === null ? undefined : instantToDate(vector.asOf),
          positions: positionsOnWire(vector.positions),
          rulesVersion: summaries.rulesVersion,
          summarySha256: sha256Of(bytes),
          publishedSha256: await publishedAs({ board, ...name }, bytes),
        };
      },
    },
  });
}
