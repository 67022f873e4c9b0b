import { recordKey, registryRecordEvents } from '@kcn/contracts';
import type { RegistryKind } from '@kcn/contracts';
import { formatMeasure, notFound } from '@kcn/kernel';
import type { Fact } from '../../domain/facts/fact';
import type { RecordVersion } from '../../domain/facts/record-version';
import type { Figure } from '../../domain/figures/figure';
import type { FigureReader } from '../../domain/figures/figure-reader';
import { printedFigure } from '../../domain/figures/render-summary';
import { parseBreakdown } from '../../domain/indicators/breakdown';
import { explain } from '../../domain/lineage/explain';
import type { Explanation, FactQuery } from '../../domain/lineage/explain';
import type { FactReads, FigureViews, OwnRecords, OwnVersion, RecordReads } from '../ports';
import { ownKindEvents } from '../own-records/own-kinds';
import type { Vector } from '../summary/resolve-vector';
import type { Summaries, SummaryName } from '../summary/summaries';

export interface LineageOptions {
  readonly summaries: Summaries;
  readonly views: FigureViews;
  readonly facts: FactReads;
  readonly records: RecordReads;
  readonly ownRecords: OwnRecords;
}

export interface LineageQuestion {
  readonly summary: SummaryName;
  readonly indicator: string;
  readonly breakdown: string;
  /** Facts shown; the total is told. */
  readonly limit: number;
}

type Json = Readonly<Record<string, unknown>>;

function contentJson(kind: RegistryKind, content: RecordVersion['content']): unknown {
  const codec = registryRecordEvents[kind].codec as { toJSON(message: unknown): unknown };
  return content === null ? null : codec.toJSON(content);
}

const versionJson = (version: RecordVersion): Json => ({
  position: Number(version.position),
  recorded_at: version.recordedAt,
  actor: version.actor,
  cause: version.cause,
  ...(version.reason === undefined ? {} : { reason: version.reason }),
  record: contentJson(version.kind, version.content),
});

function decisionOf({ kind, content }: RecordVersion): string | null {
  if (content === null) return null;
  const isDecided = kind === 'project-events' || kind === 'park-events';
  return isDecided && 'decisionNo' in content && content.decisionNo !== '' ? content.decisionNo : null;
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
    const { measure, measureUnit, window, cutOff, capital, sign, reading } = query;
    const to = cutOff ?? window?.to;
    if (to === undefined) return [];
    const parks = await parksOf(query, reader);
    const found = await facts.select(vector.place, {
      measure,
      measureUnit,
      to,
      upTo: BigInt(vector.positions.registry),
      ...(window && reading !== 'stock' ? { from: window.from } : {}),
      ...(capital === undefined ? {} : { capital }),
      ...(parks === undefined ? {} : { parks }),
    });
    return (reading === 'distinct' ? ofCountingUnits(found) : found).map((fact) => ({ fact, sign }));
  }

  async function withRecords(vector: Vector, found: readonly { fact: Fact; sign: 1 | -1 }[]): Promise<Json[]> {
    const units = [...new Set(found.map(({ fact }) => fact.unit))];
    const byUnit = await records.versionsOfUnits(vector.place, units, BigInt(vector.positions.registry));
    return found.map(({ fact, sign }) => {
      const { date, measure, measureUnit, position, value, source, rates } = fact;
      const versions = (byUnit.get(fact.unit) ?? []).filter(
        (one) => one.kind === source.kind && one.key === source.key && one.position <= position,
      );
      // A record that was withdrawn is shown as it last stood.
      const record = versions.findLast((one) => one.content !== null) ?? versions.at(-1);
      return {
        date,
        measure,
        value: formatMeasure(BigInt(sign) * value, measureUnit),
        unit: measureUnit,
        position: Number(position),
        source: { kind: source.kind, key: source.key, position: record ? Number(record.position) : Number(position) },
        record: record ? contentJson(record.kind, record.content) : null,
        recorded_at: record?.recordedAt ?? null,
        actor: record?.actor ?? null,
        decision_no: record ? decisionOf(record) : null,
        ...(rates === undefined || rates.length === 0 ? {} : { rates: rates.map((key) => ({ kind: 'exchange-rates', key })) }),
        previous: versions.filter((one) => one !== record).map(versionJson),
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
      const view = views.open(vector.place, BigInt(vector.positions.registry));
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
