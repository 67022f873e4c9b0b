import type { ErrorDetail } from '@kcn/kernel';
import { faultAt } from './faults';
import type { FaultCode } from './faults';
import type { Inline } from './text';
import { findTextFault } from './text-rules';

/** Collects what is wrong with a document and where, and composes its texts (NFC) on the way. */
export interface Checker {
  readonly faults: readonly ErrorDetail[];
  fault(pointer: string, code: FaultCode, what?: string): void;
  /** A text that must say something. */
  text(value: string, pointer: string): string;
  /** A text that may be empty (a cell). */
  anyText(value: string, pointer: string): string;
  texts(values: readonly string[], pointer: string): string[];
  inline(value: Inline, pointer: string): Inline;
  number(value: number, pointer: string, range: { readonly least: number; readonly most: number }): number;
}

/** A document of thousands of bad rows is refused by the first hundred. */
const MAX_FAULTS = 100;

export function createChecker(): Checker {
  const faults: ErrorDetail[] = [];
  const fault: Checker['fault'] = (pointer, code, what) => {
    if (faults.length < MAX_FAULTS) faults.push(faultAt(pointer, code, what));
  };
  const anyText = (value: unknown, pointer: string): string => {
    if (typeof value !== 'string') {
      fault(pointer, 'not_text');
      return '';
    }
    const composed = value.normalize('NFC');
    const found = findTextFault(composed);
    if (found) fault(pointer, found.code, found.what);
    return composed;
  };
  const text = (value: string, pointer: string): string => {
    const checked = anyText(value, pointer);
    if (checked.trim() === '' && typeof value === 'string') fault(pointer, 'text_empty');
    return checked;
  };
  return {
    faults,
    fault,
    text,
    anyText,
    texts: (values, pointer) => values.map((value, index) => text(value, `${pointer}/${String(index)}`)),
    inline: (value, pointer) =>
      Array.isArray(value)
        ? (value as Exclude<Inline, string>).map((run, index) => ({ ...run, text: anyText(run.text, `${pointer}/${String(index)}/text`) }))
        : anyText(value, pointer),
    number(value, pointer, { least, most }) {
      if (!Number.isFinite(value) || value < least || value > most) fault(pointer, 'number_out_of_range', String(value));
      return value;
    },
  };
}
