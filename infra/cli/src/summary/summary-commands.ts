import { Option } from 'commander';
import { lineage } from '../lineage/lineage';
import { boardOption, breakdownOption, calendarOption, instantOption, periodOption, waitOption } from '../options';
import type { AddCommand, Perform } from '../registration';
import { publish } from './publish';
import { summary } from './summary';

interface Parsed {
  readonly json: boolean;
  readonly board: string;
  readonly period: string;
  readonly breakdown?: string;
  readonly asOf?: string;
  readonly calendar?: string;
  readonly wait: number;
}

const asOf = (): Option => instantOption('--as-of <instant>', 'như đã biết tại thời điểm đó / as known then (2026-11-25T04:10:00Z)');

const named = ({ board, period, breakdown, asOf: t, calendar, wait }: Parsed) => ({
  board,
  period,
  breakdown,
  asOf: t,
  calendar,
  waitSeconds: wait,
});

/** Periodic summaries, where their figures come from, and their publication. */
export function addSummaryCommands(command: AddCommand, perform: Perform): void {
  command('summary', 'báo cáo tổng hợp của một kỳ / a periodic summary', [
    boardOption(),
    periodOption(),
    breakdownOption(),
    asOf(),
    calendarOption(),
    new Option('--run', 'qua công việc nền / through the job').default(false),
    waitOption(120),
  ]).action((options: Parsed & { run: boolean }) =>
    perform('reader', options.json, (context) => summary(context, { ...named(options), run: options.run })),
  );

  command('lineage', 'các bản ghi sau một con số / the records behind a figure', [
    boardOption(),
    periodOption(),
    new Option('--indicator <code>', 'mã chỉ tiêu / indicator').makeOptionMandatory(),
    breakdownOption(),
    asOf(),
    calendarOption(),
    waitOption(120),
  ]).action((options: Parsed & { indicator: string }) =>
    perform('reader', options.json, (context) => lineage(context, { ...named(options), indicator: options.indicator })),
  );

  command('publish', 'công bố báo cáo của một kỳ / publish a summary', [
    boardOption(),
    periodOption(),
    calendarOption(),
    waitOption(120),
  ]).action((options: Parsed) => perform('approver', options.json, (context) => publish(context, named(options))));
}
