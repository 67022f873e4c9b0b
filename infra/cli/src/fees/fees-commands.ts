import { Option } from 'commander';
import type { Command } from 'commander';
import { boardOption, dayOption, instantOption, monthOption } from '../options';
import { adderOf } from '../registration';
import type { Perform } from '../registration';
import { addBookCommands } from './book-commands';
import { addDocumentCommands } from './document-commands';
import { explainInvoice } from './explain-invoice';
import { loadFees, STATEMENT_FORMATS } from './load-fees';
import { approveAsOption, asOption } from './people-options';
import { addPlanCommands } from './plan-commands';
import { reportFees } from './report-fees';
import { runFees } from './run-fees';

interface Parsed {
  readonly json: boolean;
  readonly board: string;
  readonly as?: string;
  readonly approveAs?: string;
}

/** `kcn fees …`: infrastructure fees, from the import to the report. */
export function addFeesCommands(program: Command, perform: Perform): void {
  const fees = program.command('fees').description('thu phí sử dụng hạ tầng / infrastructure fees');
  const command = adderOf(fees);

  command('load <directory>', 'nạp tệp thu phí và sao kê ngân hàng / load fee files and bank statements', [
    boardOption(),
    new Option('--dry-run', 'chỉ kiểm tra / only check').default(false),
    new Option('--statement <format>', 'chỉ sao kê dạng này / only statements of this format').choices(STATEMENT_FORMATS),
  ]).action((directory: string, options: Parsed & { dryRun: boolean; statement?: string }) =>
    perform('recorder', options.json, (context) =>
      loadFees(context, { directory, board: options.board, dryRun: options.dryRun, statement: options.statement }),
    ),
  );

  command('run', 'lập và phát hành hóa đơn của các kỳ / bill the periods', [
    boardOption(),
    monthOption('--through <month>', 'hóa đơn đến hết tháng / invoices up to the end of the month'),
    new Option('--dry-run', 'chỉ tính thử, mặc định / only plan, the default').default(false).conflicts('issue'),
    new Option('--issue', 'lập đợt và duyệt phát hành / create the run and approve it').default(false),
    new Option('--approve <run>', 'duyệt một đợt đang chờ / approve a run that waits').conflicts(['issue', 'dryRun', 'through']),
    asOption(),
    approveAsOption(),
  ]).action((options: Parsed & { through?: string; issue: boolean; approve?: string }) =>
    perform(options.approve === undefined ? 'recorder' : 'approver', options.json, (context) =>
      runFees(context, {
        board: options.board,
        through: options.through,
        issue: options.issue,
        approve: options.approve,
        as: options.as,
        approveAs: options.approveAs,
      }),
    ),
  );

  command('report', 'phải thu, đã thu, tuổi nợ, kế hoạch đến một ngày / what is owed and collected as of a day', [
    boardOption(),
    dayOption('--as-of <day>', 'đến hết ngày, 2026-09-30 / up to this day').makeOptionMandatory(),
    instantOption('--known-at <instant>', 'như đã biết tại thời điểm đó / as known then (2026-11-25T04:10:00Z)'),
    monthOption('--through <month>', 'lỗi của các kỳ đến hết tháng / faults of periods up to this month; default: the day’s'),
    new Option('--numbers', 'thêm số hóa đơn vào JSON / with invoice numbers').default(false),
  ]).action((options: Parsed & { asOf: string; knownAt?: string; through?: string; numbers: boolean }) =>
    perform('reader', options.json, (context) =>
      reportFees(context, {
        board: options.board,
        asOf: options.asOf,
        knownAt: options.knownAt,
        through: options.through,
        numbers: options.numbers,
      }),
    ),
  );

  command('explain <invoice>', 'cách tính một hóa đơn / how an invoice came about', [boardOption()]).action(
    (invoice: string, options: Parsed) =>
      perform('reader', options.json, (context) => explainInvoice(context, { board: options.board, invoice })),
  );

  addBookCommands(command, perform);
  addDocumentCommands(command, perform);
  addPlanCommands(fees, perform);
}
