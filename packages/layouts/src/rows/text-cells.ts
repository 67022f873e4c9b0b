import type { RowCells } from './row-cells';
import type { RowReader } from './row-reader';

/** C0 controls but line breaks and tab, and the replacement character that a wrong decoding leaves. */
// eslint-disable-next-line no-control-regex
const DAMAGED = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFD]/;
const PLAIN_ASCII = /^[\u0020-\u007E]*$/;
const TAX_CODE = /^\d{10}(-?\d{3})?$|^\d{12}$/;
const LONGEST_TEXT = 4_000;
const LONGEST_CODE = 200;

type TextCells = Pick<RowReader, 'text' | 'optionalText' | 'code' | 'list' | 'oneOf' | 'taxCode'>;

export function createTextCells(row: RowCells): TextCells {
  const { raw, addFault, isGiven } = row;
  const known = new Map<string, string>();

  function optionalText(column: string, maxLength = LONGEST_TEXT): string {
    const cell = raw(column);
    if (cell === '') return '';
    const plain = PLAIN_ASCII.test(cell);
    const value = plain ? cell.trim() : cell.trim().normalize('NFC');
    const first = value.charCodeAt(0);
    // = + @
    if (first === 61 || first === 43 || first === 64) addFault('formula', { value }, column);
    else if (!plain && DAMAGED.test(value)) addFault('damaged_text', { value }, column);
    else if (value.length > maxLength) addFault('text_too_long', { max: String(maxLength) }, column);
    return value;
  }

  function text(column: string, maxLength?: number): string {
    const value = optionalText(column, maxLength);
    isGiven(column, value);
    return value;
  }

  return {
    text,
    optionalText,
    code(column) {
      const cell = raw(column);
      const before = known.get(cell);
      if (before !== undefined) return before;
      const count = row.faults.length;
      const value = text(column, LONGEST_CODE);
      if (row.faults.length === count) known.set(cell, value);
      return value;
    },
    list(column) {
      const value = text(column);
      return value === ''
        ? []
        : value
            .split(';')
            .map((part) => part.trim())
            .filter((part) => part !== '');
    },
    oneOf<Value extends string>(column: string, values: readonly Value[]) {
      const value = raw(column) as Value;
      if (!values.includes(value) && isGiven(column, value)) addFault('unknown_value', { value, allowed: values.join(', ') }, column);
      return value;
    },
    taxCode(column) {
      const value = optionalText(column, LONGEST_CODE);
      if (value !== '' && !TAX_CODE.test(value)) addFault('bad_tax_code', { value }, column);
      return value;
    },
  };
}
