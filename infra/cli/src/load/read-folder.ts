import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { UploadFile } from '../api/service-client';
import { usageError } from '../cli-error';
import type { ListedFault } from '../api/problem';

/** The services' own limit; asked here so that a hundred megabytes are not sent to be refused. */
const LARGEST_FILE_BYTES = 64 * 1024 * 1024;

/** The files of a folder, by the service that takes them. */
export interface Folder<S extends string> {
  readonly files: Readonly<Record<S, readonly UploadFile[]>>;
  /** Names of what lies there and is no file the platform takes. */
  readonly skipped: readonly string[];
  readonly tooLarge: readonly ListedFault[];
}

const tooLarge = (file: string): ListedFault => ({
  file,
  code: 'file_too_large',
  vi: 'Tệp lớn hơn 64 MB',
  en: 'The file is larger than 64 MB',
});

/** Reads the files of a folder that some service takes, sorted by name; hidden ones and folders inside are not looked at. */
export async function readFolder<S extends string>(
  directory: string,
  { services, findService }: { readonly services: readonly S[]; readonly findService: (name: string) => S | undefined },
): Promise<Folder<S>> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => {
    throw usageError('no_such_folder', { vi: `Không có thư mục ${directory}`, en: `There is no folder ${directory}` });
  });
  const names = entries
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .filter((name) => !name.startsWith('.'))
    .sort();

  const files = Object.fromEntries(services.map((service) => [service, [] as UploadFile[]])) as Record<S, UploadFile[]>;
  const skipped: string[] = [];
  const large: ListedFault[] = [];
  for (const name of names) {
    const service = findService(name);
    const path = join(directory, name);
    if (service === undefined) skipped.push(name);
    else if ((await stat(path)).size > LARGEST_FILE_BYTES) large.push(tooLarge(name));
    else files[service].push({ name, bytes: await readFile(path) });
  }
  return { files, skipped, tooLarge: large };
}

/** The board of a folder: what board.json says. */
export function findBoardOf(folder: Folder<'registry'>): string | undefined {
  const file = folder.files.registry.find(({ name }) => name === 'board.json');
  if (!file) return undefined;
  try {
    const { board } = JSON.parse(new TextDecoder().decode(file.bytes)) as { board?: unknown };
    return typeof board === 'string' ? board : undefined;
  } catch {
    return undefined;
  }
}
