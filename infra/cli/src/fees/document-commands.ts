import { Option } from 'commander';
import { boardPath } from '../api/service-client';
import { boardOption, dayOption, instantOption } from '../options';
import type { AddCommand, Perform } from '../registration';
import { fetchDocument } from './fetch-document';
import { printRun } from './print-run';

interface Parsed {
  readonly json: boolean;
  readonly board: string;
  readonly out: string;
}

interface Letter extends Parsed {
  readonly format: string;
  readonly knownAt?: string;
}

const outOption = (): Option => new Option('--out <file>', 'tệp ghi ra / the file to write').makeOptionMandatory();
const letterOptions = (): Option[] => [
  boardOption(),
  outOption(),
  new Option('--format <format>', 'dạng tệp / file format').choices(['pdf', 'docx']).default('pdf'),
  instantOption('--known-at <instant>', 'như đã biết tại thời điểm đó / as known then (2026-11-25T04:10:00Z)'),
];
const creditorOption = (): Option => new Option('--creditor <creditor>', 'chỉ nợ của đơn vị thu này / only what is owed to this one');
const asOfOption = (): Option => dayOption('--as-of <day>', 'đến hết ngày, 2026-09-30 / up to this day');

/** Letters about what is billed and owed, and the notices of a run as one file. */
export function addDocumentCommands(command: AddCommand, perform: Perform): void {
  command('notice <invoice>', 'thông báo nộp tiền của một hóa đơn, có mã VietQR / the payment notice of an invoice', [
    ...letterOptions(),
    asOfOption(),
  ]).action((invoice: string, options: Letter & { asOf?: string }) =>
    perform('reader', options.json, (context) =>
      fetchDocument(context, {
        path: boardPath(options.board, 'invoices', invoice, 'notice'),
        query: { format: options.format, as_of: options.asOf, known_at: options.knownAt },
        out: options.out,
      }),
    ),
  );

  command('statement <contract>', 'bảng kê công nợ của một hợp đồng / statement of a contract’s account', [
    ...letterOptions(),
    dayOption('--from <day>', 'từ ngày / from').makeOptionMandatory(),
    dayOption('--to <day>', 'đến hết ngày / to').makeOptionMandatory(),
  ]).action((contract: string, options: Letter & { from: string; to: string }) =>
    perform('reader', options.json, (context) =>
      fetchDocument(context, {
        path: boardPath(options.board, 'contracts', contract, 'statement'),
        query: { format: options.format, from: options.from, to: options.to, known_at: options.knownAt },
        out: options.out,
      }),
    ),
  );

  command('reminder <tax-code>', 'thư nhắc nợ: mọi khoản quá hạn của một đơn vị / one letter for all that a debtor owes', [
    ...letterOptions(),
    asOfOption().makeOptionMandatory(),
    new Option('--step <step>', 'bậc nhắc nợ; mặc định bậc cao nhất đã đến / step of the ladder; default: the highest reached').choices([
      ...['NOTICE', 'DUE', 'FRIENDLY', 'LETTER_1', 'LETTER_2', 'LETTER_3', 'MEETING'],
    ]),
    creditorOption(),
  ]).action((taxCode: string, options: Letter & { asOf: string; step?: string; creditor?: string }) =>
    perform('reader', options.json, (context) =>
      fetchDocument(context, {
        path: boardPath(options.board, 'debtors', taxCode, 'reminder'),
        query: {
          ...{ format: options.format, as_of: options.asOf, known_at: options.knownAt },
          ...{ step: options.step, creditor: options.creditor },
        },
        out: options.out,
      }),
    ),
  );

  command('reconcile <tax-code>', 'biên bản đối chiếu công nợ với một đơn vị / minutes of reconciliation with a debtor', [
    ...letterOptions(),
    asOfOption().makeOptionMandatory(),
    dayOption('--from <day>', 'cộng phát sinh từ ngày; mặc định đầu năm / movements from; default: the year’s first day'),
    creditorOption(),
  ]).action((taxCode: string, options: Letter & { asOf: string; from?: string; creditor?: string }) =>
    perform('reader', options.json, (context) =>
      fetchDocument(context, {
        path: boardPath(options.board, 'debtors', taxCode, 'reconciliation'),
        query: {
          ...{ format: options.format, as_of: options.asOf, known_at: options.knownAt },
          ...{ from: options.from, creditor: options.creditor },
        },
        out: options.out,
      }),
    ),
  );

  command('print <run>', 'in mọi thông báo của một đợt vào một tệp PDF / all notices of a run as one PDF file', [
    boardOption(),
    outOption(),
    asOfOption(),
    new Option('--two-sided', 'mỗi thông báo bắt đầu ở mặt trước / each notice begins on a front side').default(false),
  ]).action((run: string, options: Parsed & { asOf?: string; twoSided: boolean }) =>
    perform('recorder', options.json, (context) =>
      printRun(context, { board: options.board, run, out: options.out, asOf: options.asOf, twoSided: options.twoSided }),
    ),
  );
}
