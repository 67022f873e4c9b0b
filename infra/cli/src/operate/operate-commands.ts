import { Option } from 'commander';
import { anyBoardOption, boardOption, list, waitOption } from '../options';
import type { AddCommand, Perform } from '../registration';
import { replay } from './replay';
import { status } from './status';
import { token } from './token';
import { verify } from './verify';
import { withdraw } from './withdraw';

/** What operators do: take records back, look after the platform, sign tokens. */
export function addOperateCommands(command: AddCommand, perform: Perform): void {
  command('withdraw', 'rút một bản ghi / withdraw a record', [
    boardOption(),
    new Option('--kind <kind>', 'loại bản ghi: projects, leases, … / kind of record').makeOptionMandatory(),
    new Option('--key <key>', 'khóa, các cột nối bằng | / key columns joined by |').makeOptionMandatory(),
    new Option('--reason <reason>', 'lý do / reason').makeOptionMandatory(),
  ]).action((options: { json: boolean; board: string; kind: string; key: string; reason: string }) =>
    perform('recorder', options.json, (context) => withdraw(context, options)),
  );

  command('status', 'nền tảng đã sẵn sàng chưa / is all ready', [
    new Option('--board <board>', 'thêm tình hình của một ban / with this board'),
    waitOption(0),
  ]).action((options: { json: boolean; board?: string; wait: number }) =>
    perform('reader', options.json, (context) => status(context, { board: options.board, waitSeconds: options.wait })),
  );

  command('verify', 'tính lại mọi con số từ bản ghi / recompute every figure', [anyBoardOption(), waitOption(120)]).action(
    (options: { json: boolean; board?: string; wait: number }) =>
      perform('operator', options.json, (context) => verify(context, { board: options.board, waitSeconds: options.wait })),
  );

  command('replay', 'dựng lại số liệu từ sổ sự kiện / rebuild from the event log', [
    anyBoardOption(),
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
}
