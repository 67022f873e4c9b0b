import type { UploadFile } from '../api/service-client';

/** An indicator of criteria.json as far as a catalogue's row needs it. */
interface CriteriaIndicator {
  readonly code: string;
  readonly kind: string;
  readonly units: Readonly<Record<string, string>>;
  readonly name: { readonly vi: string; readonly en: string };
  readonly num?: readonly string[];
  readonly den?: readonly string[];
}

const COLUMNS = ['code', 'name_vi', 'name_en', 'unit', 'kind', 'source', 'numerator', 'denominator', 'breakdowns'];
const CAPITAL = ['FDI', 'DDI'];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';

const isIndicator = (value: unknown): value is CriteriaIndicator =>
  isRecord(value) &&
  [value['code'], value['kind']].every(isText) &&
  isRecord(value['units']) &&
  Object.values(value['units']).every(isText) &&
  isRecord(value['name']) &&
  [value['name']['vi'], value['name']['en']].every(isText);

/** The catalogue of a criteria file; undefined when it has none that can be read: emulation says what is wrong with it. */
export function findCriteriaIndicators(bytes: Uint8Array): readonly CriteriaIndicator[] | undefined {
  try {
    const document = JSON.parse(new TextDecoder().decode(bytes)) as unknown;
    const indicators = isRecord(document) ? document['indicators'] : undefined;
    return Array.isArray(indicators) && indicators.every(isIndicator) ? indicators : undefined;
  } catch {
    return undefined;
  }
}

const shapeOf = (breakdown: string): string => {
  if (CAPITAL.includes(breakdown)) return 'capital';
  if (breakdown.startsWith('park:')) return 'park';
  return CAPITAL.some((capital) => breakdown.startsWith(`${capital};park:`)) ? 'capital;park' : 'topic';
};

const unitOf = ({ units }: CriteriaIndicator): string =>
  units[''] ??
  (units['FDI'] === units['DDI'] ? units['FDI'] : undefined) ??
  Object.entries(units)
    .map(([breakdown, unit]) => `${unit} (${breakdown})`)
    .join(' / ');

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * The indicators of a bloc's criteria that a board's catalogue does not know, as the catalogue.csv that makes them known there:
 * typed values without records. Undefined where it knows them all.
 */
export function catalogueFileOf(indicators: readonly CriteriaIndicator[], known: ReadonlySet<string>): UploadFile | undefined {
  const unknown = indicators.filter(({ code }) => !known.has(code));
  if (unknown.length === 0) return undefined;
  const rows = unknown.map((indicator) => {
    const { code, kind, units, name, num = [], den = [] } = indicator;
    const breakdowns = [...new Set(Object.keys(units).flatMap((breakdown) => (breakdown === '' ? [] : shapeOf(breakdown))))].join(', ');
    return [code, name.vi, name.en, unitOf(indicator), kind, 'typed', num.join(' + '), den.join(' + '), breakdowns];
  });
  const text = [COLUMNS, ...rows].map((row) => row.map(cell).join(',')).join('\n');
  return { name: 'catalogue.csv', bytes: new TextEncoder().encode(`${text}\n`) };
}
