import { recordKey } from '@kcn/contracts';
import { formatMeasure, notFound } from '@kcn/kernel';
import type { Fact } from '../../domain/facts/fact';
import { logOfMeasure } from '../../domain/source-log';
import type { SourceLog } from '../../domain/source-log';
import type { Figure } from '../../domain/figures/figure';
import type { FigureReader } from '../../domain/figures/figure-reader';
import { printedFigure } from '../../domain/figures/render-summary';
import { parseBreakdown } from '../../domain/indicators/breakdown';
import { explain } from '../../domain/lineage/explain';
import type { Explanation, FactQuery } from '../../domain/lineage/explain';
import type { FactReads, OwnRecords, OwnVersion, RecordReads } from '../ports';
import { logsOf, openFigures } from '../summary/open-figures';
import type { ViewsByLog } from '../summary/open-figures';
import { recordOfFact } from './record-of-fact';
import type { Json } from './record-of-fact';
import { ownKindEvents } from '../own-records/own-kinds';
import type { Vector } from '../summary/resolve-vector';
import type { Summaries, SummaryName } from '../summary/summaries';

export interface LineageOptions {
  readonly summaries: Summaries;
  readonly views: ViewsByLog;
  readonly facts: Readonly<Record<SourceLog, FactReads>>;
  readonly records: Readonly<Record<SourceLog, RecordReads>>;
  readonly ownRecords: OwnRecords;
}

export interface LineageQuestion {
  readonly summary: SummaryName;
  readonly indicator: string;
  readonly breakdown: string;
  /** Facts shown; the total is told. */
  readonly limit: number;
}

function ownVersionJson({ kind, position, recordedAt, actor, cause, reason, content }: OwnVersion): Json {
  const codec = ownKindEvents[kind].codec as { toJSON(message: unknown): unknown };
  return {
    position,
    recorded_at: recordedAt,
    actor,
    cause,
    ...(reason === undefined ? {} : { reason }),
    record: content === null ? null : codec.toJSON(content),
  };
}

const queriesOf = (explanation: Explanation): readonly FactQuery[] =>
  explanation.kind === 'typed'
    ? []
    : explanation.kind === 'sum'
      ? explanation.terms
      : [...explanation.numerator, ...explanation.denominator];

/** Of a count of distinct units: the facts of those that count. */
function ofCountingUnits(facts: readonly Fact[]): Fact[] {
  const turns = new Map<string, bigint>();
  const idOf = ({ unit, capital, park }: Fact): string => `${unit}\n${capital ?? ''}\n${park ?? ''}`;
  for (const fact of facts) turns.set(idOf(fact), (turns.get(idOf(fact)) ?? 0n) + fact.value);
  return facts.filter((fact) => (turns.get(idOf(fact)) ?? 0n) > 0n);
}

/** Leads a figure to the facts it is made of, and those to the records and decisions behind them. */
export function createLineage({ summaries, views, facts, records, ownRecords }: LineageOptions) {
  async function parksOf(query: FactQuery, reader: FigureReader): Promise<string[] | undefined> {
    const { parksWith, park, cutOff, window } = query;
    const until = cutOff ?? window?.to;
    if (parksWith === undefined || until === undefined) return park === undefined ? undefined : [park];
    const cells = await reader.stock([parksWith], until);
    const operating = cells.flatMap(({ breakdown, sum }) => {
      const parts = parseBreakdown(breakdown);
      return parts.capital === undefined && parts.park !== undefined && sum > 0n ? [parts.park] : [];
    });
    return park === undefined ? operating : operating.filter((one) => one === park);
  }

  async function factsOf(vector: Vector, query: FactQuery, reader: FigureReader): Promise<{ fact: Fact; sign: 1 | -1 }[]> {
    const { measure, measureUnit, window, cutOff, capital, topic, sign, reading } = query;
    const log = logOfMeasure(measure);
    const upTo = vector.positions[log];
    if (upTo === undefined) return [];
    const to = cutOff ?? window?.to;
    if (to === undefined) return [];
    const parks = await parksOf(query, reader);
    const found = await facts[log].select(vector.place, {
      measure,
      measureUnit,
      to,
      upTo: BigInt(upTo),
      ...(window && reading !== 'stock' ? { from: window.from } : {}),
      ...(capital === undefined ? {} : { capital }),
      ...(parks === undefined ? {} : { parks }),
      ...(topic === undefined ? {} : { topic }),
    });
    return (reading === 'distinct' ? ofCountingUnits(found) : found).map((fact) => ({ fact, sign }));
  }

  async function withRecords(vector: Vector, found: readonly { fact: Fact; sign: 1 | -1 }[]): Promise<Json[]> {
    const versions = new Map<SourceLog, Awaited<ReturnType<RecordReads['versionsOfUnits']>>>();
    for (const log of logsOf(vector)) {
      const units = new Set(found.flatMap(({ fact }) => (logOfMeasure(fact.measure) === log ? [fact.unit] : [])));
      versions.set(log, await records[log].versionsOfUnits(vector.place, [...units], BigInt(vector.positions[log] ?? 0)));
    }
    return found.map(({ fact, sign }) => {
      const { date, measure, measureUnit, position, value, rates } = fact;
      const { previous, ...record } = recordOfFact(fact, versions.get(logOfMeasure(measure))?.get(fact.unit) ?? []);
      return {
        date,
        measure,
        value: formatMeasure(BigInt(sign) * value, measureUnit),
        unit: measureUnit,
        position: Number(position),
        ...record,
        ...(rates === undefined || rates.length === 0 ? {} : { rates: rates.map((key) => ({ kind: 'exchange-rates', key })) }),
        previous,
      };
    });
  }

  async function typedOf(vector: Vector, { summary, indicator, breakdown }: LineageQuestion): Promise<Json[]> {
    const key = recordKey([indicator, breakdown, summary.period]);
    const versions = await ownRecords.versionsOf(vector.place.board, { kind: 'indicator-values', key }, vector.positions.reporting);
    return versions.map((version) => ({ source: { kind: 'indicator-values', key }, ...ownVersionJson(version) }));
  }

  const findFigure = (figures: readonly Figure[], { indicator, breakdown }: LineageQuestion): Figure | undefined =>
    figures.find((figure) => figure.indicator === indicator && figure.breakdown === breakdown);

  return {
    /** @throws DomainError invalid `unknown_indicator`; not_found `figure_not_found` */
    async explain(vector: Vector, question: LineageQuestion): Promise<Json> {
      const { summary, indicator, breakdown, limit } = question;
      const catalogue = await summaries.catalogueOf(vector);
      const explanation = explain({ catalogue, indicator, breakdown, ...summary });
      const figure = findFigure((await summaries.figures(vector, summary)).figures, question);
      if (!figure) {
        throw notFound('figure_not_found', {
          vi: `Kỳ ${summary.period} không có số liệu ${indicator} ${breakdown}`,
          en: `There is no figure ${indicator} ${breakdown} in ${summary.period}`,
        });
      }
      const typed = await typedOf(vector, question);
      const { detail } = figure;
      const view = openFigures(views, vector);
      try {
        const found: { fact: Fact; sign: 1 | -1 }[] = [];
        // Only a figure from records has facts behind it.
        if (detail.origin === 'records')
          for (const query of queriesOf(explanation)) found.push(...(await factsOf(vector, query, view.reader)));
        return {
          figure: printedFigure(figure),
          origin: detail.origin,
          formula: explanation.formula,
          ...(detail.numerator || detail.denominator
            ? { operands: { numerator: detail.numerator ?? null, denominator: detail.denominator ?? null } }
            : {}),
          ...(detail.stated ? { stated: detail.stated } : {}),
          as_of: vector.asOf,
          fact_count: found.length,
          facts: await withRecords(vector, found.slice(0, limit)),
          typed,
        };
      } finally {
        await view.close();
      }
    },
  };
}

export type Lineage = ReturnType<typeof createLineage>;
