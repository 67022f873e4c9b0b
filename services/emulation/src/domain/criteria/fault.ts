import type { LocalizedText } from '@kcn/kernel';

/** One fault of a JSON file, at the place where it stands. */
export interface FileFault extends LocalizedText {
  readonly code: string;
  /** JSON pointer (RFC 6901), '' for the whole file. */
  readonly path: string;
}

/** One fault of a CSV row. */
export interface RowFault extends LocalizedText {
  readonly code: string;
  /** Line on which the row starts, the header being 1. */
  readonly line: number;
  /** Absent for a defect of the whole row or of what is missing. */
  readonly column?: string;
}

/** Collects every fault instead of stopping at the first. */
export interface FaultList<Fault> {
  readonly faults: readonly Fault[];
  add(fault: Fault): void;
}

export function createFaultList<Fault>(): FaultList<Fault> {
  const faults: Fault[] = [];
  return { faults, add: (fault) => void faults.push(fault) };
}

/** The result of reading a file: its content, or everything that is wrong with it. */
export type Reading<Content, Fault> =
  | { readonly ok: true; readonly content: Content }
  | { readonly ok: false; readonly faults: readonly Fault[] };

const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** `pointer('/criteria', 3, 'rule')` is `/criteria/3/rule`. */
export const pointer = (base: string, ...keys: readonly (string | number)[]): string =>
  [base, ...keys.map((key) => escapePointer(String(key)))].join('/');
