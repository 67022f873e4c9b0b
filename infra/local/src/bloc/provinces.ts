import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** One deployment of the bloc. */
export interface Province {
  /** 1, 2, 3; the first is the leader's, the services without a number in docker-compose.yml. */
  readonly number: number;
  /** The board that its certificate names. */
  readonly host: string;
  /** The boards whose data lie there, the host first. */
  readonly boards: readonly string[];
}

export interface BlocHead {
  readonly id: string;
  readonly year: number;
  readonly leader: string;
  readonly members: readonly string[];
}

interface BlocDocument {
  readonly id: string;
  readonly year: number;
  readonly leader: string;
  readonly members: readonly { readonly id: string }[];
}

export async function readBlocHead(folder: string): Promise<BlocHead> {
  const { id, year, leader, members } = JSON.parse(await readFile(join(folder, 'bloc.json'), 'utf8')) as BlocDocument;
  return { id, year, leader, members: members.map((member) => member.id) };
}

/** The members dealt out to so many deployments; the leader's is the first, and each is named by the first board it hosts. */
export function dealOut({ leader, members }: Pick<BlocHead, 'leader' | 'members'>, count: number): readonly Province[] {
  const ordered = [leader, ...members.filter((member) => member !== leader)];
  return Array.from({ length: count }, (_, index) => {
    const boards = ordered.filter((_board, at) => at % count === index);
    return { number: index + 1, host: boards[0] ?? leader, boards };
  });
}

/** Reads the lines of one member out of a table whose first column names it; the others' claims are none of its business. */
function ownLines(table: string, member: string): string {
  const [header = '', ...lines] = table.trimEnd().split('\n');
  return [header, ...lines.filter((line) => line.startsWith(`${member},`)), ''].join('\n');
}

/** What a member has at home of the bloc's folder: bloc and criteria, its own self-scores, values and plan. @returns the folder */
export async function writeHomeFolder(
  folder: string,
  { member, into }: { readonly member: string; readonly into: string },
): Promise<string> {
  const home = join(into, member);
  const copy = async (file: string, change: (text: string) => string = (text) => text): Promise<void> => {
    if (existsSync(join(folder, file))) await writeFile(join(home, file), change(await readFile(join(folder, file), 'utf8')));
  };
  for (const part of ['', 'indicator-values', 'plan-targets']) await mkdir(join(home, part), { recursive: true });
  await copy('bloc.json');
  await copy('criteria.json');
  await copy('bloc-scores.csv', (table) => ownLines(table, member));
  await copy(`indicator-values/${member}.csv`);
  await copy(`plan-targets/${member}.csv`);
  return home;
}
