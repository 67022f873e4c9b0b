import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { UploadFile } from '../api/service-client';
import { usageError } from '../cli-error';

/** What emulation takes of a bloc's folder; the first two have to be there. */
const BLOC_FILES = ['bloc.json', 'criteria.json', 'bloc-scores.csv', 'ballots.csv'];
/** What reporting takes, one file for each member in a folder of the kind's name. */
const MEMBER_FOLDERS = ['indicator-values', 'plan-targets'] as const;
const MEMBER_FILE = /^(.+)(\.csv|\.xlsx)$/;

/** A member's file: where it lies in the folder, and under which name reporting takes it. */
export interface MemberFile {
  readonly path: string;
  readonly upload: UploadFile;
}

export interface BlocFolder {
  readonly files: readonly UploadFile[];
  /** What bloc.json says, as far as it can be read; emulation names what is wrong with it. */
  readonly head: BlocHead;
  /** By member, in the order of bloc.json. */
  readonly memberFiles: ReadonlyMap<string, readonly MemberFile[]>;
  /** Files that belong to no member of the bloc. */
  readonly strangers: readonly string[];
  readonly skipped: readonly string[];
}

export interface BlocHead {
  readonly bloc: string | undefined;
  readonly leader: string | undefined;
  readonly members: readonly string[];
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function headOf(bytes: Uint8Array): BlocHead {
  try {
    const document = JSON.parse(new TextDecoder().decode(bytes)) as { id?: unknown; leader?: unknown; members?: unknown } | null;
    const members = Array.isArray(document?.members) ? (document.members as readonly ({ id?: unknown } | null)[]) : [];
    return { bloc: textOf(document?.id), leader: textOf(document?.leader), members: members.flatMap((one) => textOf(one?.id) ?? []) };
  } catch {
    return { bloc: undefined, leader: undefined, members: [] };
  }
}

async function namesIn(directory: string): Promise<{ readonly files: string[]; readonly folders: string[] }> {
  const entries = (await readdir(directory, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'));
  const named = (isFolder: boolean): string[] =>
    entries
      .filter((entry) => entry.isDirectory() === isFolder)
      .map(({ name }) => name)
      .sort();
  return { files: named(false), folders: named(true) };
}

/**
 * Reads the folder of a bloc's year as it lies: the bloc's own files, and the values and plans of its members.
 * @throws CliError usage `no_such_folder`, `not_a_bloc_folder`
 */
export async function readBlocFolder(directory: string): Promise<BlocFolder> {
  const { files: names, folders } = await namesIn(directory).catch(() => {
    throw usageError('no_such_folder', { vi: `Không có thư mục ${directory}`, en: `There is no folder ${directory}` });
  });
  const isKnown = (name: string): boolean => BLOC_FILES.includes(name.toLowerCase());
  const files = await Promise.all(
    names.filter(isKnown).map(async (name) => ({ name: name.toLowerCase(), bytes: await readFile(join(directory, name)) })),
  );
  const document = files.find(({ name }) => name === 'bloc.json');
  if (!document)
    throw usageError('not_a_bloc_folder', {
      vi: `Trong ${directory} không có bloc.json: không phải là thư mục của một khối thi đua`,
      en: `There is no bloc.json in ${directory}: it is not the folder of an emulation bloc`,
    });
  const head = headOf(document.bytes);
  const memberFiles = new Map<string, MemberFile[]>(head.members.map((member) => [member, []]));
  const strangers: string[] = [];
  const skipped = [
    ...names.filter((name) => !isKnown(name)),
    ...folders.filter((folder) => !MEMBER_FOLDERS.some((known) => known === folder)).map((name) => `${name}/`),
  ];
  for (const folder of MEMBER_FOLDERS.filter((known) => folders.includes(known))) {
    const inside = await namesIn(join(directory, folder));
    skipped.push(...inside.folders.map((name) => `${folder}/${name}/`));
    for (const name of inside.files) {
      const path = `${folder}/${name}`;
      const [, member, extension] = MEMBER_FILE.exec(name) ?? [];
      if (member === undefined || extension === undefined) skipped.push(path);
      else {
        const found = memberFiles.get(member);
        if (!found) strangers.push(path);
        else found.push({ path, upload: { name: `${folder}${extension}`, bytes: await readFile(join(directory, path)) } });
      }
    }
  }
  return { files, head, memberFiles, strangers, skipped: skipped.sort() };
}
