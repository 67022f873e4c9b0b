import type { Command } from 'commander';
import { Option } from 'commander';
import { boardOption, instantOption } from '../options';
import { adderOf } from '../registration';
import type { Optional, Perform } from '../registration';
import { revoke, rotate, show } from './keys';

type Parsed = Optional<{ dir: string }> & { readonly board: string; readonly json: boolean };

const dirOption = (): Option =>
  new Option(
    '--dir <folder>',
    'thư mục khóa ký; không có: KCN_SIGNING_KEYS_DIR / folder of the signing keys; default: KCN_SIGNING_KEYS_DIR',
  );

/** `kcn emulation keys …`: a board's own signing key, in files that only its operator has. No service is asked. */
export function addKeyCommands(emulation: Command, perform: Perform): void {
  const command = adderOf(emulation.command('keys').description('khóa ký của ban / the board’s signing key'));

  command('show', 'vân tay và lịch sử các khóa / thumbprints and history', [boardOption(), dirOption()]).action((options: Parsed) =>
    perform('reader', options.json, (context) => show(context, options)),
  );

  command('rotate', 'chuyển giao sang khóa mới / hand the key on to a new one', [
    boardOption(),
    dirOption(),
    instantOption('--valid-to <instant>', 'khóa mới hết hiệu lực khi nào / the new key’s last instant').makeOptionMandatory(),
  ]).action((options: Parsed & { validTo: string }) => perform('reader', options.json, (context) => rotate(context, options)));

  command('revoke', 'thu hồi một khóa / end a key', [
    boardOption(),
    dirOption(),
    new Option('--thumbprint <thumbprint>', 'khóa nào / which key').makeOptionMandatory(),
    new Option('--last', 'kể cả khóa đang dùng: sau đó ban không ký được nữa / even the one in use').default(false),
  ]).action((options: Parsed & { thumbprint: string; last: boolean }) =>
    perform('reader', options.json, (context) => revoke(context, options)),
  );
}
