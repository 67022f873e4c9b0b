import { formatMeasure } from '@kcn/kernel';
import type { FaultList } from '../fault-list';
import type { SeenReferences } from '../seen-references';
import type { Statement } from '../statement';
import { MAX_TEXT_LENGTH } from '../statement';
import { accountOf } from './account';
import type { SwiftMovement } from './field-texts';
import { readBalance, readMovement } from './field-texts';
import type { SwiftField } from './fields';
import type { OpenStatement } from './open-statement';
import { isClosingSound, toStatementLine } from './open-statement';

/** Puts the fields of messages together to statements. */
export interface PageReader {
  readonly statements: readonly Statement[];
  take(field: SwiftField): void;
  /** A message ends on this line. */
  endMessage(line: number): void;
  /** The file ends after this field. */
  endFile(last: SwiftField | undefined): void;
  readonly pagesSeen: number;
}

export function createPageReader({ faults, seen }: { readonly faults: FaultList; readonly seen: SeenReferences }): PageReader {
  const statements: Statement[] = [];
  /** By account and currency: statements between two pages. */
  const waiting = new Map<string, OpenStatement>();
  let reference = '';
  let accountText = '';
  let headLine: number | undefined;
  let page: OpenStatement | undefined;
  let movement: SwiftMovement | undefined;
  /** The lines of the movement's information; some banks spread it over several fields 86. */
  let information: string[] = [];
  let pagesSeen = 0;

  /** The movement is whole once another field than its information comes. */
  function finishMovement(): void {
    if (!movement || !page) return;
    const entry = toStatementLine(page, movement, information);
    movement = undefined;
    information = [];
    if (Math.max(entry.description.length, entry.remitter.length, entry.bankRef.length) > MAX_TEXT_LENGTH)
      faults.add('text_too_long', { line: entry.line }, { max: String(MAX_TEXT_LENGTH) });
    if (page.pageTotal !== undefined) page.pageTotal += entry.amount;
    if (seen.takes(entry)) page.lines.push(entry);
  }

  function openPage(field: SwiftField): void {
    if (page) breakOff(field.line - 1);
    const balance = readBalance(field, faults);
    pagesSeen += 1;
    headLine = undefined;
    const currency = balance?.currency ?? '';
    const account = accountOf(accountText, currency);
    if (account === '') faults.add('no_account', { line: field.line });
    const key = `${account} ${currency}`;
    const before = waiting.get(key);
    waiting.delete(key);
    if (field.tag === '60M' && before) {
      page = before;
      // Where the pages do not follow, the page is judged from where the one before ended: one fault, not two.
      page.pageOpening = before.reached ?? balance?.amount;
      page.pageTotal = balance && 0n;
      if (balance && before.reached !== undefined && balance.amount !== before.reached)
        faults.add(
          'page_chain',
          { line: field.line },
          { before: formatMeasure(before.reached, currency), opening: formatMeasure(balance.amount, currency) },
        );
      return;
    }
    if (before) faults.add('no_closing_balance', { line: before.reachedLine });
    if (field.tag === '60M' && balance) faults.add('page_missing', { line: field.line });
    page = {
      id: reference,
      account,
      currency,
      opening: balance?.amount,
      lines: [],
      pageOpening: balance?.amount,
      pageTotal: balance && 0n,
      reachedLine: field.line,
    };
  }

  function closePage(field: SwiftField): void {
    const open = page;
    page = undefined;
    if (!open) {
      faults.add('field_unexpected', { line: field.line }, { tag: field.tag });
      return;
    }
    const balance = readBalance(field, faults);
    // The opening's currency was not read, which has its own fault; nothing can be compared with it.
    const sound = balance !== undefined && (open.currency === '' || isClosingSound(open, balance, { line: field.line, faults }));
    open.reached = sound ? balance.amount : undefined;
    open.reachedLine = field.line;
    if (field.tag === '62M') waiting.set(`${open.account} ${open.currency}`, open);
    else if (open.opening !== undefined && balance) {
      const { id, account, currency, opening, lines } = open;
      statements.push({ id, account, currency, opening, closing: balance.amount, lines });
    }
  }

  function readEntry(field: SwiftField): void {
    if (!page) {
      faults.add('field_unexpected', { line: field.line }, { tag: field.tag });
      return;
    }
    const found = page.currency === '' ? undefined : readMovement(field, page.currency, faults);
    if (found) movement = found;
    else page.pageTotal = undefined;
  }

  /** The page that is being read has no end. A last field that is not sound was cut; a sound one is the last that came. */
  function breakOff(line: number, last?: SwiftField): void {
    const wasCut = last !== undefined && faults.faults.some((fault) => fault.line === last.line);
    if (last) faults.forgetLine(last.line);
    if (wasCut || (!page && last)) faults.add('cut_off', { line });
    else faults.add(page ? 'no_closing_balance' : 'no_opening_balance', { line });
    page = undefined;
    headLine = undefined;
  }

  return {
    get statements() {
      return statements;
    },
    get pagesSeen() {
      return pagesSeen;
    },
    take(field) {
      if (field.tag === '86' && movement) {
        information.push(...field.lines);
        return;
      }
      finishMovement();
      switch (field.tag) {
        case '20':
          if (page) breakOff(field.line - 1);
          reference = (field.lines[0] ?? '').trim();
          accountText = '';
          headLine = field.line;
          break;
        case '25':
        case '25P':
          accountText = (field.lines[0] ?? '').trim();
          headLine ??= field.line;
          break;
        case '60F':
        case '60M':
          openPage(field);
          break;
        case '61':
          readEntry(field);
          break;
        case '62F':
        case '62M':
          closePage(field);
          break;
        default:
        // Numbers of pages, available balances, information on the statement as a whole: nothing that a payment needs.
      }
    },
    endMessage(line) {
      finishMovement();
      if (page || headLine !== undefined) breakOff(line);
    },
    endFile(last) {
      finishMovement();
      if (last && (page || headLine !== undefined)) breakOff(last.lastLine, last);
      else for (const open of waiting.values()) faults.add('no_closing_balance', { line: open.reachedLine });
    },
  };
}
