import { setTimeout as pause } from 'node:timers/promises';
import { getJson } from '../api/answer';
import type { ServiceClient } from '../api/service-client';
import { boardPath } from '../api/service-client';
import type { Progress } from '../output/progress';
import { renderTable } from '../output/table';
import { moment, number, text } from '../output/vietnamese';

export type Money = number | string;

/** A billing run as the service tells it. */
export interface BillingRun {
  readonly id: string;
  readonly state: string;
  readonly through: string;
  readonly creator: string;
  readonly created_at: string;
  readonly approver: string | null;
  readonly invoices: number;
  readonly total: Money;
  readonly issued: number;
  readonly blocks: readonly {
    readonly creditor: string;
    readonly symbol: string;
    readonly year: number;
    readonly first: number;
    readonly count: number;
  }[];
  /** Contracts left out because they would get too many invoices at once. */
  readonly parked?: readonly { readonly contract_no: string; readonly invoices: number; readonly limit: number }[];
  /** What keeps the run from going on until somebody mends it. */
  readonly failure?: { readonly invoice: string; readonly code: string; readonly vi: string; readonly en: string } | null;
}

const POLL_MS = 300;
/** A run in one of these is being worked on. */
const UNDER_WAY = new Set(['planning', 'issuing']);

/** Follows a run that is issued in the background to the state it comes to rest in. */
export async function followRun(
  client: ServiceClient,
  { board, run, progress }: { readonly board: string; readonly run: BillingRun; readonly progress: Progress },
): Promise<BillingRun> {
  let now = run;
  try {
    while (UNDER_WAY.has(now.state) && !now.failure) {
      progress.update(now.issued, now.invoices);
      await pause(POLL_MS);
      now = getJson<BillingRun>(await client.get(boardPath(board, 'billing-runs', run.id)));
    }
    return now;
  } finally {
    progress.stop();
  }
}

const STATES: Readonly<Record<string, string>> = {
  planning: 'đang tính / planning',
  empty: 'không có hóa đơn mới / nothing new to issue',
  waiting: 'chờ người thứ hai duyệt / waits for a second person',
  issuing: 'đang phát hành / being issued',
  issued: 'đã phát hành / issued',
};

export function renderRun(run: BillingRun): string {
  return renderTable([
    ['đợt lập hóa đơn / run', run.id],
    ['đến hết tháng / through', run.through],
    ['trạng thái / state', STATES[run.state] ?? run.state],
    ['hóa đơn / invoices', number(run.invoices)],
    ['tổng, đồng / total, VND', number(run.total)],
    ['người lập / created by', `${run.creator}, ${moment(run.created_at)}`],
    ['người duyệt / approved by', text(run.approver)],
    ...(run.parked ?? []).map((one) => [
      'để lại / left out',
      `${one.contract_no}: ${number(one.invoices)} hóa đơn một lần, nhiều nhất ${number(one.limit)} / too many at once`,
    ]),
    ...(run.failure ? [['bị chặn / blocked', `${run.failure.invoice} ${run.failure.vi} / ${run.failure.en}`]] : []),
    ...run.blocks.map(({ creditor, symbol, year, first, count }) => [
      'số hóa đơn / numbers',
      `${[creditor, symbol, String(year)].filter((part) => part !== '').join(' ')}: ${String(first)}–${String(first + count - 1)}`,
    ]),
  ]);
}
