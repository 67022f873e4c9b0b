import { implementedRow, increaseRow, parkRows, projectRow } from './project-rows';
import type { Cells } from './project-rows';

export interface ImportFile {
  readonly name: string;
  readonly content: Buffer;
}

/** Of one project: itself, one increase, two quarters of implemented capital. */
export const RECORDS_PER_PROJECT = 4;

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function csv(rows: readonly Cells[]): Buffer {
  const [first] = rows;
  if (!first) throw new Error('a file without rows');
  const columns = Object.keys(first);
  return Buffer.from(
    `${[columns.join(','), ...rows.map((row) => columns.map((column) => cell(row[column] ?? '')).join(','))].join('\n')}\n`,
  );
}

/** The board and its parks, which everything else refers to. */
export const boardFiles = (board: string): ImportFile[] => [
  {
    name: 'board.json',
    content: Buffer.from(
      JSON.stringify({
        board,
        name: 'Ban Quản lý thử tốc độ',
        name_en: 'Bench board',
        province_code: '33',
        records: { from: '2016-01-01', to: '2017-12-31' },
      }),
    ),
  },
  { name: 'parks.csv', content: csv(parkRows()) },
];

/** Files with `projects` × RECORDS_PER_PROJECT records; 250,000 projects stay below 64 MB a file. */
export function projectFiles({ projects, from = 0 }: { readonly projects: number; readonly from?: number }): ImportFile[] {
  const numbers = Array.from({ length: projects }, (_, index) => from + index);
  return [
    { name: 'projects.csv', content: csv(numbers.map(projectRow)) },
    { name: 'project-events.csv', content: csv(numbers.map(increaseRow)) },
    { name: 'implemented-capital.csv', content: csv(numbers.flatMap((number) => [implementedRow(number, 1), implementedRow(number, 2)])) },
  ];
}

/** The same records as documents, for the bare inserts. */
export function* projectDocuments(
  board: string,
  projects: number,
): Generator<{ readonly _id: string; readonly board: string; readonly unit: string; readonly kind: string; readonly content: Cells }> {
  for (let number = 0; number < projects; number += 1) {
    const rows: readonly [string, string, Cells][] = [
      ['projects', '', projectRow(number)],
      ['project-events', '1', increaseRow(number)],
      ['implemented-capital', 'Q1', implementedRow(number, 1)],
      ['implemented-capital', 'Q2', implementedRow(number, 2)],
    ];
    for (const [kind, part, content] of rows) {
      const code = content['project_code'] ?? '';
      yield { _id: `${board}|${kind}|${code}|${part}`, board, unit: `project:${code}`, kind, content };
    }
  }
}
