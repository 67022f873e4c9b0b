import type { Command } from 'commander';
import { Option } from 'commander';
import { instantOption, list, periodOption, secondsOption, waitOption, yearOption } from '../options';
import { adderOf } from '../registration';
import type { Optional, Perform } from '../registration';
import { addAwardCommands } from './award-commands';
import type { Parsed } from './bloc-options';
import { asked, choice, chosen, named } from './bloc-options';
import { evidence } from './evidence';
import { handIn } from './hand-in';
import { addKeyCommands } from './key-commands';
import { agree, pin } from './pledge';
import { loadBloc } from './load-bloc';
import { pull } from './pull';
import { rollUp } from './roll-up';
import { rank, score } from './score';
import { sheet } from './sheet';
import { verifySheet } from './verify-sheet';
import { whatIf } from './what-if';

/** `kcn emulation …`: a bloc's year, its scores, its ranking, its signed sheets. */
export function addEmulationCommands(program: Command, perform: Perform): void {
  const emulation = program.command('emulation').description('thi đua, khen thưởng / emulation and awards');
  const command = adderOf(emulation);
  addKeyCommands(emulation, perform);
  addAwardCommands(command, perform);

  command('load <directory>', 'nạp bộ tệp của một khối / load the folder of a bloc', [
    new Option('--board <board>', 'ghi khối vào ban nào; không có: Khối trưởng / keep the bloc under this board; default: its leader'),
    new Option('--member <member>', 'chỉ số liệu và kế hoạch của đơn vị này / only values and plan of this member'),
    new Option('--dry-run', 'chỉ kiểm tra / only check').default(false),
  ]).action((directory: string, options: Optional<{ board: string; member: string }> & { json: boolean; dryRun: boolean }) =>
    perform('recorder', options.json, (context) =>
      loadBloc(context, { directory, board: options.board, member: options.member, dryRun: options.dryRun }),
    ),
  );

  command('score', 'điểm của một đơn vị hoặc của tất cả / points of a member or of all', [
    ...asked(),
    new Option('--member <member>', 'đơn vị / the member'),
    new Option('--all', 'mọi đơn vị / all members').default(false),
  ]).action((options: Parsed & { member?: string; all: boolean }) =>
    perform('reader', options.json, (context) => score(context, { ...named(options), member: options.member, all: options.all })),
  );

  command('rank', 'xếp hạng, khen thưởng, tổng hợp / ranking, awards and sums', asked()).action((options: Parsed) =>
    perform('reader', options.json, (context) => rank(context, named(options))),
  );

  command('roll-up', 'số liệu cả khối / the figures of the bloc', [...asked(), periodOption().makeOptionMandatory(false)]).action(
    (options: Parsed & { period?: string }) =>
      perform('reader', options.json, (context) => rollUp(context, { ...named(options), period: options.period })),
  );

  command('what-if', 'thử bộ tiêu chí khác, không ghi gì / other criteria, keeps nothing', [
    ...asked(),
    new Option('--criteria <file>', 'tệp criteria.json khác / another criteria.json').makeOptionMandatory(),
  ]).action((options: Parsed & { criteria: string }) =>
    perform('reader', options.json, (context) => whatIf(context, { ...named(options), criteria: options.criteria })),
  );

  command('pull', 'lấy phiếu của mọi đơn vị / fetch the sheets of all members', [
    ...choice(),
    secondsOption('--deadline <seconds>', 'mọi đơn vị có bao nhiêu giây / how long all members have'),
  ]).action((options: Parsed & { deadline?: number }) =>
    perform('operator', options.json, (context) => pull(context, { ...chosen(options), deadlineSeconds: options.deadline })),
  );

  command('evidence', 'phiếu đã nhận, kèm mọi thứ để kiểm tra / a received sheet, ready to be verified', [
    ...choice(),
    new Option('--member <member>', 'phiếu của ai / whose').makeOptionMandatory(),
    new Option('--out <file>', 'ghi vào tệp / write it there'),
  ]).action((options: Parsed & { member: string; out?: string }) =>
    perform('reader', options.json, (context) => evidence(context, { ...chosen(options), member: options.member, out: options.out })),
  );

  command('hand-in <file>', 'nộp phiếu đã ký bằng tệp / hand in a signed sheet as a file', [
    ...choice(),
    new Option('--member <member>', 'phiếu của ai / whose').makeOptionMandatory(),
    new Option('--key-set <file>', 'emulation-keys/1 của đơn vị / of the member'),
  ]).action((file: string, options: Parsed & { member: string; keySet?: string }) =>
    perform('recorder', options.json, (context) =>
      handIn(context, { ...chosen(options), file, member: options.member, keySet: options.keySet }),
    ),
  );

  command('pin [keys...]', 'ghim khóa (đơn-vị=vân-tay) theo giao ước, hoặc xem / pin keys (member=thumbprint), or show them', [
    ...choice(),
    instantOption('--valid-from <instant>', 'hiệu lực từ / valid from'),
    instantOption('--valid-to <instant>', 'hiệu lực đến / valid to'),
  ]).action((keys: string[], options: Parsed & Optional<{ validFrom: string; validTo: string }>) =>
    perform(keys.length > 0 ? 'approver' : 'reader', options.json, (context) =>
      pin(context, { ...chosen(options), keys, validFrom: options.validFrom, validTo: options.validTo }),
    ),
  );

  command('agree <file>', 'thống nhất số liệu với một đơn vị / settle figures with a member', [
    ...choice(),
    new Option('--member <member>', 'với ai / with whom').makeOptionMandatory(),
  ]).action((file: string, options: Parsed & { member: string }) =>
    perform('approver', options.json, (context) => agree(context, { ...chosen(options), file, member: options.member })),
  );

  command('sheet', 'ký phiếu của đơn vị mình / sign the own sheet', [
    new Option('--member <member>', 'đơn vị ký / who signs').makeOptionMandatory(),
    new Option('--bloc <bloc>', 'mã khối, khi có nhiều / the bloc, where there are several'),
    yearOption('--year <year>', 'năm, khi có nhiều / year, where there are several'),
    new Option('--out <file>', 'ghi phiếu đã ký vào tệp / write the signed bytes there'),
    waitOption(120),
  ]).action((options: Parsed & { member: string; out?: string }) =>
    perform('approver', options.json, (context) =>
      sheet(context, { ...chosen(options), member: options.member, out: options.out, waitSeconds: options.wait }),
    ),
  );

  command('verify <file>', 'kiểm tra phiếu đã ký, không cần mạng / judge a signed sheet offline', [
    new Option('--keys <file>', 'bộ khóa công khai, khi tệp chỉ có phiếu / key set, for a sheet alone'),
    new Option('--criteria <file>', 'criteria.json, khi tệp chỉ có phiếu / for a sheet alone'),
    new Option('--bloc-file <file>', 'bloc.json, khi tệp chỉ có phiếu / for a sheet alone'),
    new Option('--pin <thumbprints>', 'vân tay khóa trong giao ước / key thumbprints of the pledge').argParser(list),
  ]).action((file: string, options: Optional<{ keys: string; criteria: string; blocFile: string; pin: string[] }> & { json: boolean }) =>
    perform('reader', options.json, (context) =>
      verifySheet(context, { file, keys: options.keys, criteria: options.criteria, blocFile: options.blocFile, pins: options.pin }),
    ),
  );
}
