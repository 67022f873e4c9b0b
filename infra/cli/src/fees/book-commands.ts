import { Option } from 'commander';
import { boardOption, monthOption } from '../options';
import type { AddCommand, Perform } from '../registration';
import { closeMonth, undoLine } from './books';
import { approveAsOption, asOption, reasonOption } from './people-options';
import { confirmAct } from './two-person-act';

interface Parsed {
  readonly json: boolean;
  readonly board: string;
  readonly as?: string;
  readonly approveAs?: string;
}

/** Closing of months, and what takes a match back. */
export function addBookCommands(command: AddCommand, perform: Perform): void {
  command('close', 'khóa sổ một tháng, hoặc mở lại / close an accounting month, or open it again', [
    boardOption(),
    monthOption('--month <month>', 'tháng kế toán / accounting month').makeOptionMandatory(),
    new Option('--reopen', 'mở lại tháng khóa sau cùng / open the month that was closed last').default(false),
    reasonOption(),
    asOption(),
    approveAsOption(),
  ]).action((options: Parsed & { month: string; reopen: boolean; reason?: string }) =>
    perform(options.reopen ? 'approver' : 'recorder', options.json, (context) =>
      closeMonth(context, { ...options, reason: options.reason, as: options.as, approveAs: options.approveAs }),
    ),
  );

  command('undo', 'bỏ khớp một dòng sao kê, hoặc quyết định về dòng đó / take a line’s match or decision away', [
    boardOption(),
    new Option('--account <account>', 'số tài khoản / account').makeOptionMandatory(),
    new Option('--ref <bank_ref>', 'số tham chiếu của dòng / the line’s reference').makeOptionMandatory(),
    reasonOption().makeOptionMandatory(),
    asOption(),
    approveAsOption(),
  ]).action((options: Parsed & { account: string; ref: string; reason: string }) =>
    perform('recorder', options.json, (context) => undoLine(context, { ...options, as: options.as, approveAs: options.approveAs })),
  );

  command('confirm <act>', 'người thứ hai xác nhận một việc đang chờ / a second person confirms what waits', [
    boardOption(),
    approveAsOption(),
  ]).action((act: string, options: Parsed) =>
    perform('approver', options.json, (context) => confirmAct(context, { board: options.board, act, approveAs: options.approveAs })),
  );
}
