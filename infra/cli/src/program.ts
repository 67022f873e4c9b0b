import { Command, Option } from 'commander';
import { addEmulationCommands } from './emulation/emulation-commands';
import { addFeesCommands } from './fees/fees-commands';
import { load } from './load/load';
import { addOperateCommands } from './operate/operate-commands';
import { adderOf } from './registration';
import type { Optional, Perform } from './registration';
import { addSummaryCommands } from './summary/summary-commands';

/** The command line's grammar, family by family; what the commands do is in their own files. */
export function createProgram(perform: Perform): Command {
  const program = new Command('kcn').description('Dòng lệnh của nền tảng KCN / command line of the KCN platform').showHelpAfterError();
  const command = adderOf(program);

  command('load <directory>', 'nạp mọi tệp nhập trong thư mục / load the import files of a folder', [
    new Option('--board <board>', 'mã ban quản lý; không có: theo board.json / default: as board.json says'),
    new Option('--dry-run', 'chỉ kiểm tra / only check').default(false),
  ]).action((directory: string, options: Optional<{ board: string }> & { json: boolean; dryRun: boolean }) =>
    perform('recorder', options.json, (context) => load(context, { directory, board: options.board, dryRun: options.dryRun })),
  );
  addSummaryCommands(command, perform);
  addOperateCommands(command, perform);
  addFeesCommands(program, perform);
  addEmulationCommands(program, perform);

  return program;
}
