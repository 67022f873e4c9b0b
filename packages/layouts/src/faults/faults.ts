import type { LocalizedText } from '@kcn/kernel';

export type FaultParams = Readonly<Record<string, string>>;

/**
 * What a fault says. `{value}` stands for the cell's content, quoted and cut when long; any other `{name}` for the param of
 * that name as it stands, `{column}` for the column that the fault is about.
 */
export type FaultTexts = LocalizedText;

/** Something wrong with a file, a row, a cell or a record. */
export interface Fault extends LocalizedText {
  readonly code: string;
  /** The column (or member) it is about; absent for a defect of the whole. */
  readonly column?: string;
}

/** The faults that somebody can state. Codes are stable and never reused for another meaning. */
export interface Faults<Code extends string> {
  readonly texts: Readonly<Record<Code, FaultTexts>>;
  /** A fault with its texts filled in. */
  fault(code: Code, params?: FaultParams, column?: string): Fault;
}

const LONGEST_QUOTE = 60;

/** A cell's content as it is quoted in a message; long ones are cut. */
const quoted = (value: string): string => `"${value.length > LONGEST_QUOTE ? `${value.slice(0, LONGEST_QUOTE)}…` : value}"`;

const fill = (text: string, params: FaultParams): string =>
  text.replace(/\{(\w+)\}/g, (_placeholder, name: string) => (name === 'value' ? quoted(params['value'] ?? '') : (params[name] ?? '')));

/** The faults of a catalogue of texts. */
export const faultsOf = <Code extends string>(texts: Readonly<Record<Code, FaultTexts>>): Faults<Code> => ({
  texts,
  fault(code, params = {}, column) {
    const { vi, en } = texts[code];
    const all = column === undefined ? params : { column, ...params };
    return { code, vi: fill(vi, all), en: fill(en, all), ...(column === undefined ? {} : { column }) };
  },
});
