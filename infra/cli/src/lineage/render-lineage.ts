import { renderTable } from '../output/table';
import { ABSENT, day, moment, number, text } from '../output/vietnamese';
import type { SummaryFigure } from '../summary/summary-document';

interface Amount {
  readonly value: string;
  readonly unit: string;
}

interface LineageFact extends Amount {
  readonly date: string;
  readonly source?: { readonly kind: string; readonly key: string; readonly position: string | number };
  readonly recorded_at?: string | null;
  readonly actor?: string | null;
  readonly decision_no?: string | null;
}

/** A version of the typed value that is the figure or is stated beside it. */
interface TypedVersion {
  readonly position: string | number;
  readonly recorded_at: string;
  readonly actor: string;
  readonly record: Readonly<Record<string, unknown>> | null;
}

export interface LineageDocument {
  readonly figure: Partial<SummaryFigure> | null;
  readonly formula: string;
  readonly operands?: { readonly numerator?: Amount | null; readonly denominator?: Amount | null };
  readonly as_of?: string | null;
  /** All facts; `facts` may hold fewer. */
  readonly fact_count?: number;
  readonly facts: readonly LineageFact[];
  readonly typed?: readonly TypedVersion[];
}

export interface LineageName {
  readonly indicator: string;
  readonly period: string;
  readonly breakdown: string | undefined;
}

const amount = (of: Amount | null | undefined): string => (of ? `${number(of.value)} ${of.unit}` : ABSENT);

const FACT_COLUMNS = ['ngày', 'giá trị', 'đơn vị', 'bản ghi', 'vị trí', 'quyết định', 'ghi lúc', 'người ghi'];
const factCells = ({ date, value, unit, source, decision_no, recorded_at, actor }: LineageFact): string[] => [
  day(date),
  number(value),
  unit,
  source === undefined ? '' : `${source.kind} ${source.key}`,
  source === undefined ? '' : `#${String(source.position)}`,
  text(decision_no),
  moment(recorded_at),
  text(actor),
];

const TYPED_COLUMNS = ['giá trị nhập', 'đơn vị', 'vị trí', 'ghi lúc', 'người ghi', 'ghi chú'];
const typedCells = ({ position, recorded_at, actor, record }: TypedVersion): string[] => [
  record === null ? 'đã rút' : number(record['value'] as string | undefined),
  text(record?.['unit']),
  `#${String(position)}`,
  moment(recorded_at),
  actor,
  text(record?.['note']),
];

/** The figure, how it is computed, and what it is made of, one line each. */
export function renderLineage(document: LineageDocument, asked: LineageName): string {
  const { figure, formula, operands, as_of: asOf, facts, typed = [] } = document;
  const name = [asked.indicator, asked.breakdown, asked.period].filter((part) => part !== undefined && part !== '').join(' · ');
  const count = document.fact_count ?? facts.length;
  const shown = facts.length < count ? ` (in ${number(facts.length)} dòng đầu)` : '';
  return [
    `${name} = ${number(figure?.value)} ${figure?.unit ?? ''}\nCách tính: ${formula}\n`,
    operands === undefined ? '' : `Tử số ${amount(operands.numerator)}, mẫu số ${amount(operands.denominator)}\n`,
    asOf ? `Theo số liệu ghi nhận đến ${moment(asOf)} (${asOf})\n` : '',
    `${number(count)} dữ kiện${shown}\n`,
    facts.length === 0 ? '' : renderTable([FACT_COLUMNS, ...facts.map(factCells)], { right: [1], indent: '  ' }),
    typed.length === 0 ? '' : renderTable([TYPED_COLUMNS, ...typed.map(typedCells)], { right: [0], indent: '  ' }),
  ].join('');
}
