import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { UploadFile } from '../api/service-client';
import { usageError } from '../cli-error';
import type { ListedFault } from '../api/problem';
import type { Service } from './known-files';
import { findService } from './known-files';

/** The services' own limit; asked here so that a hundred megabytes are not sent to be refused. */
const LARGEST_FILE_BYTES = 64 * 1024 * 1024;

export interface Folder {
  readonly files: Readonly<Record<Service, readonly UploadFile[]>>;
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

/** Reads the files of a folder that the platform knows, sorted by name; hidden ones and folders inside are not looked at. */
export async function readFolder(directory: string): Promise<Folder> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => {
    throw usageError('no_such_folder', { vi: `Không có thư mục ${directory}`, en: `There is no folder ${directory}` });
  });
  const names = entries
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .filter((name) => !name.startsWith('.'))
    .sort();

  const files: Record<Service, UploadFile[]> = { registry: [], reporting: [] };
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
export function findBoardOf(folder: Folder): string | undefined {
  const file = folder.files.registry.find(({ name }) => name === 'board.json');
  if (!file) return undefined;
  try {
    const { board } = JSON.parse(new TextDecoder().decode(file.bytes)) as { board?: unknown };
    return typeof board === 'string' ? board : undefined;
  } catch {
    return undefined;
  }
}
