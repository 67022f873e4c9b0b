import type { PlainDate } from '@kcn/kernel';
import { isCurrency } from '@kcn/kernel';
import { readAmount } from '../amounts';
import type { FaultList } from '../fault-list';
import { findEntryDate, findSwiftDate } from './dates';
import type { SwiftField } from './fields';

const DAY_FORMAT = { formatVi: 'NNTTNN', formatEn: 'YYMMDD' };

/** An amount as SWIFT writes it, `1234,5`: the comma is always there, with or without decimals after it. */
function readSwiftAmount(text: string, options: { readonly currency: string; readonly line: number; readonly faults: FaultList }) {
  const { currency, line, faults } = options;
  const plain = text.endsWith(',') ? text.slice(0, -1) : text.replace(',', '.');
  return readAmount(plain, { currency, faults, place: { line }, shown: text });
}

export interface SwiftBalance {
  readonly on: PlainDate;
  readonly currency: string;
  readonly amount: bigint;
}

const BALANCE = /^([CD])(\d{6})([A-Z]{3})(\d*,\d*|[^,]*)$/;

/** Fields 60F, 60M, 62F and 62M: `C260630VND502983797,`. Undefined with a fault noted when it is not sound. */
export function readBalance({ tag, lines, line }: SwiftField, faults: FaultList): SwiftBalance | undefined {
  const text = (lines[0] ?? '').trim();
  const match = BALANCE.exec(text);
  if (!match) {
    faults.add('field_malformed', { line }, { tag, value: text });
    return undefined;
  }
  const [, mark, day = '', currency = '', digits = ''] = match;
  const on = findSwiftDate(day);
  if (on === undefined) faults.add('not_a_day', { line }, { value: day, ...DAY_FORMAT });
  if (!isCurrency(currency)) {
    faults.add('unknown_currency', { line }, { value: currency });
    return undefined;
  }
  if (!digits.includes(',')) {
    faults.add('no_decimal_comma', { line }, { value: digits });
    return undefined;
  }
  const amount = readSwiftAmount(digits, { currency, line, faults });
  if (on === undefined || amount === undefined) return undefined;
  return { on, currency, amount: mark === 'D' ? -amount : amount };
}

export interface SwiftMovement {
  readonly bookedOn: PlainDate;
  readonly valueOn: PlainDate;
  readonly amount: bigint;
  readonly bankRef: string;
  /** Further text of the field's own second line, for banks that send no field 86. */
  readonly supplement: string;
  readonly line: number;
}

/** Value day, entry day, mark (R = reversal, with the opposite effect) and the third letter of the currency. */
const HEAD = /^(\d{6})(\d{4})?(RC|RD|C|D)([A-Z])?/;
const AMOUNT = /^\d{1,15},\d{0,15}/;
const REFERENCES = /^[A-Z][A-Z0-9]{3}(.*)$/;
const NO_REFERENCE = 'NONREF';

/** The bank's reference stands after `//`; a bank that has none there gives its own before it. */
function bankReference(references: string): string {
  const [own = '', bank = ''] = references.split('//').map((part) => part.trim());
  return bank || (own === NO_REFERENCE ? '' : own);
}

/** Field 61: `2606040604C4844102,NTRFNONREF//FT261554ZX5MV`. Undefined with a fault noted when it is not sound. */
export function readMovement({ lines, line }: SwiftField, currency: string, faults: FaultList): SwiftMovement | undefined {
  const text = (lines[0] ?? '').trimEnd();
  const head = HEAD.exec(text);
  if (!head) {
    faults.add('field_malformed', { line }, { tag: '61', value: text });
    return undefined;
  }
  const [whole, valueDay = '', entryDay, mark = ''] = head;
  const valueOn = findSwiftDate(valueDay);
  const bookedOn = valueOn === undefined || entryDay === undefined ? valueOn : findEntryDate(entryDay, valueOn);
  if (valueOn === undefined || bookedOn === undefined)
    faults.add('not_a_day', { line }, { value: valueOn === undefined ? valueDay : (entryDay ?? ''), ...DAY_FORMAT });
  const afterHead = text.slice(whole.length);
  const digits = AMOUNT.exec(afterHead)?.[0];
  if (digits === undefined) {
    faults.add('no_decimal_comma', { line }, { value: afterHead });
    return undefined;
  }
  const amount = readSwiftAmount(digits, { currency, line, faults });
  const references = REFERENCES.exec(afterHead.slice(digits.length))?.[1];
  if (references === undefined) {
    faults.add('field_malformed', { line }, { tag: '61', value: text });
    return undefined;
  }
  const bankRef = bankReference(references);
  if (bankRef === '') faults.add('no_bank_ref', { line });
  if (valueOn === undefined || bookedOn === undefined || amount === undefined || bankRef === '') return undefined;
  const comesIn = mark === 'C' || mark === 'RD';
  return { bookedOn, valueOn, amount: comesIn ? amount : -amount, bankRef, supplement: lines.slice(1).join(' ').trim(), line };
}
