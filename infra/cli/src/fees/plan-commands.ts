import { Option } from 'commander';
import type { Command } from 'commander';
import { boardOption, dayOption, yearOption } from '../options';
import { adderOf } from '../registration';
import type { Perform } from '../registration';
import { approveFeePlan, editFeePlan, feePlanPerformance, proposeFeePlan, returnFeePlan, showFeePlan, submitFeePlan } from './fee-plan';
import { approveAsOption, asOption, reasonOption } from './people-options';

interface Parsed {
  readonly json: boolean;
  readonly board: string;
  readonly year: string;
  readonly as?: string;
  readonly approveAs?: string;
}

const SERVICES = ['INFRA', 'MANAGEMENT', 'WASTEWATER', 'SUBLEASE'];
const year = (): Option => yearOption('--year <year>', 'năm của kế hoạch / the plan’s year').makeOptionMandatory();

/** `kcn fees plan …`: next year's fee plan, from the proposal to the approval, and how it is kept. */
export function addPlanCommands(fees: Command, perform: Perform): void {
  const command = adderOf(fees.command('plan').description('kế hoạch thu của một năm / a year’s fee plan'));
  const place = [boardOption(), year()];

  command('propose', 'lập từ hợp đồng, giá và lịch sử / draw up from contracts, prices and history', [...place, asOption()]).action(
    (options: Parsed) =>
      perform('recorder', options.json, (context) => proposeFeePlan(context, { board: options.board, year: options.year, as: options.as })),
  );
  command('show', 'xem kế hoạch và các lần sửa / the plan with its edits', place).action((options: Parsed) =>
    perform('reader', options.json, (context) => showFeePlan(context, options)),
  );
  command('edit', 'sửa hoặc thêm một dòng / edit or add a line', [
    ...place,
    new Option('--park <code>', 'khu / park').makeOptionMandatory(),
    new Option('--service <service>', 'dịch vụ / service').choices(SERVICES).makeOptionMandatory(),
    new Option('--base <quantity>', 'khối lượng, m² hoặc m³ / base quantity'),
    new Option('--price <price>', 'đơn giá có thuế / unit price with VAT'),
    new Option('--amount <amount>', 'số tiền dự kiến; mặc định khối lượng × đơn giá / expected amount'),
    reasonOption().makeOptionMandatory(),
    asOption(),
  ]).action((options: Parsed & { park: string; service: string; base?: string; price?: string; amount?: string; reason: string }) =>
    perform('recorder', options.json, (context) =>
      editFeePlan(context, { ...options, base: options.base, price: options.price, amount: options.amount, as: options.as }),
    ),
  );
  command('submit', 'trình / hand in', [...place, asOption()]).action((options: Parsed) =>
    perform('recorder', options.json, (context) => submitFeePlan(context, { board: options.board, year: options.year, as: options.as })),
  );
  command('return', 'trả lại để sửa / give back', [...place, reasonOption().makeOptionMandatory(), approveAsOption()]).action(
    (options: Parsed & { reason: string }) =>
      perform('approver', options.json, (context) => returnFeePlan(context, { ...options, approveAs: options.approveAs })),
  );
  command('approve', 'duyệt, bởi người khác với người trình / approve, by another than who submitted', [
    ...place,
    new Option('--decision <number>', 'số quyết định / decision').default(''),
    approveAsOption(),
  ]).action((options: Parsed & { decision: string }) =>
    perform('approver', options.json, (context) => approveFeePlan(context, { ...options, approveAs: options.approveAs })),
  );
  command('performance', 'phải thu, đã thu so với kế hoạch và ước cả năm / billed, collected and the outlook', [
    ...place,
    dayOption('--as-of <day>', 'đến hết ngày / up to this day').makeOptionMandatory(),
    new Option('--by <window>', 'theo / by').choices(['month', 'quarter', 'year']).default('year'),
  ]).action((options: Parsed & { asOf: string; by: string }) =>
    perform('reader', options.json, (context) => feePlanPerformance(context, options)),
  );
}
