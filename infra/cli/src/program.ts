import { instant, period } from '@kcn/kernel';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from './command-context';
import type { ExitCode } from './exit-code';
import { lineage } from './lineage/lineage';
import { load } from './load/load';
import { replay } from './operate/replay';
import { status } from './operate/status';
import { token } from './operate/token';
import { verify } from './operate/verify';
import { withdraw } from './operate/withdraw';
import { publish } from './summary/publish';
import { summary } from './summary/summary';
import type { Part } from './token/access';

/** Runs one command as the given part and notes its exit code. */
export type Perform = (part: Part, json: boolean, command: (context: CommandContext) => Promise<ExitCode>) => Promise<void>;

const seconds = (text: string): number => {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('số giây / a number of seconds');
  return Number(text);
};
const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
const checked =
  (check: (text: string) => unknown) =>
  (text: string): string => {
    check(text);
    return text;
  };

const json = (): Option => new Option('--json', 'kết quả là JSON trên stdout / the result as JSON on stdout').default(false);
const board = (): Option => new Option('--board <board>', 'mã ban quản lý, ví dụ hung-yen / the board').makeOptionMandatory();
const anyBoard = (): Option => new Option('--board <board>', 'mã ban quản lý; không có: tất cả / the board; default: all');
const periodOption = (): Option =>
  new Option('--period <period>', '2017, 2017-H1, 2017-9M, 2017-Q3, 2017-05').argParser(checked(period)).makeOptionMandatory();
const breakdown = (): Option => new Option('--breakdown <breakdown>', 'phân tổ: FDI, park:CODE, FDI;park:CODE');
const asOf = (): Option =>
  new Option('--as-of <instant>', 'như đã biết tại thời điểm đó / as known then (2026-11-25T04:10:00Z)').argParser(checked(instant));
const calendar = (): Option => new Option('--calendar <calendar>', 'lịch báo cáo / report calendar').choices(['calendar', 'ND09']);
const wait = (defaultSeconds: number): Option =>
  new Option('--wait <seconds>', 'chờ tối đa bao nhiêu giây / how long to wait at most').argParser(seconds).default(defaultSeconds);

interface Parsed {
  readonly json: boolean;
  readonly board: string;
  readonly period: string;
  readonly breakdown?: string;
  readonly asOf?: string;
  readonly calendar?: string;
  readonly wait: number;
}
type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** The command line's grammar; what the commands do is in their own files. */
export function createProgram(perform: Perform): Command {
  const program = new Command('kcn').description('Dòng lệnh của nền tảng KCN / command line of the KCN platform').showHelpAfterError();
  // Sub-commands inherit what the program is set to only when made through it.
  const command = (name: string, description: string, options: readonly Option[]): Command => {
    const made = program.command(name).description(description);
    for (const option of [...options, json()]) made.addOption(option);
    return made;
  };

  command('load <directory>', 'nạp mọi tệp nhập trong thư mục / load the import files of a folder', [
    new Option('--board <board>', 'mã ban quản lý; không có: theo board.json / default: as board.json says'),
    new Option('--dry-run', 'chỉ kiểm tra / only check').default(false),
  ]).action((directory: string, options: Optional<Parsed> & { json: boolean; dryRun: boolean }) =>
    perform('recorder', options.json, (context) => load(context, { directory, board: options.board, dryRun: options.dryRun })),
  );

  command('summary', 'báo cáo tổng hợp của một kỳ / a periodic summary', [
    board(),
    periodOption(),
    breakdown(),
    asOf(),
    calendar(),
    new Option('--run', 'qua công việc nền / through the job').default(false),
    wait(120),
  ]).action((options: Parsed & { run: boolean }) =>
    perform('reader', options.json, (context) => summary(context, { ...named(options), run: options.run })),
  );

  command('lineage', 'các bản ghi sau một con số / the records behind a figure', [
    board(),
    periodOption(),
    new Option('--indicator <code>', 'mã chỉ tiêu / indicator').makeOptionMandatory(),
    breakdown(),
    asOf(),
    calendar(),
    wait(120),
  ]).action((options: Parsed & { indicator: string }) =>
    perform('reader', options.json, (context) => lineage(context, { ...named(options), indicator: options.indicator })),
  );

  command('publish', 'công bố báo cáo của một kỳ / publish a summary', [board(), periodOption(), calendar(), wait(120)]).action(
    (options: Parsed) => perform('approver', options.json, (context) => publish(context, named(options))),
  );

  command('withdraw', 'rút một bản ghi / withdraw a record', [
    board(),
    new Option('--kind <kind>', 'loại bản ghi: projects, leases, … / kind of record').makeOptionMandatory(),
    new Option('--key <key>', 'khóa, các cột nối bằng | / key columns joined by |').makeOptionMandatory(),
    new Option('--reason <reason>', 'lý do / reason').makeOptionMandatory(),
  ]).action((options: { json: boolean; board: string; kind: string; key: string; reason: string }) =>
    perform('recorder', options.json, (context) => withdraw(context, options)),
  );

  command('status', 'nền tảng đã sẵn sàng chưa / is all ready', [
    new Option('--board <board>', 'thêm tình hình của một ban / with this board'),
    wait(0),
  ]).action((options: { json: boolean; board?: string; wait: number }) =>
    perform('reader', options.json, (context) => status(context, { board: options.board, waitSeconds: options.wait })),
  );

  command('verify', 'tính lại mọi con số từ bản ghi / recompute every figure', [anyBoard(), wait(120)]).action(
    (options: { json: boolean; board?: string; wait: number }) =>
      perform('operator', options.json, (context) => verify(context, { board: options.board, waitSeconds: options.wait })),
  );

  command('replay', 'dựng lại số liệu từ sổ sự kiện / rebuild from the event log', [
    anyBoard(),
    new Option('--dead-letters', 'chỉ các sự kiện hỏng / only dead letters').default(false),
  ]).action((options: { json: boolean; board?: string; deadLetters: boolean }) =>
    perform('operator', options.json, (context) => replay(context, { board: options.board, deadLetters: options.deadLetters })),
  );

  command('token', 'ký mã truy cập bằng khóa của máy này / sign a token with the local key', [
    new Option('--subject <subject>', 'ai / who').makeOptionMandatory(),
    new Option('--roles <roles>', 'recorder,approver,reader,operator,service').argParser(list).makeOptionMandatory(),
    new Option('--boards <boards>', 'hung-yen,… hoặc * / or *').argParser(list).makeOptionMandatory(),
    new Option('--expires <duration>', '15m, 12h, 30d').default('12h'),
  ]).action((options: { json: boolean; subject: string; roles: string[]; boards: string[]; expires: string }) =>
    perform('reader', options.json, (context) =>
      token(context, { subject: options.subject, roles: options.roles, boards: options.boards, expiresIn: options.expires }),
    ),
  );

  return program;
}

const named = ({ board: b, period: p, breakdown: x, asOf: t, calendar: c, wait: waitSeconds }: Parsed) => ({
  board: b,
  period: p,
  breakdown: x,
  asOf: t,
  calendar: c,
  waitSeconds,
});
