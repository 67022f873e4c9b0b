import { fault } from '@kcn/layouts';
import { checkUtf8 } from '@kcn/tables';
import type { RowSink } from '@kcn/tables';
import { boardLayout } from '../../domain/records/layouts/board-layout';
import { findRepeatedKey } from './json-text';

const MEMBERS = ['board', 'name', 'name_en', 'province_code', 'records'];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** null is absent; anything but text comes out as something no column takes. */
const cellOf = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : `=${JSON.stringify(value)}`;

/** board.json as the one row of its layout. */
export function readBoardJson(bytes: Buffer, board: string, sink: RowSink): void {
  const checked = checkUtf8(bytes);
  if ('fault' in checked) {
    sink.unreadable(checked.fault);
    return;
  }
  const text = checked.text.toString('utf8');
  if (text.trim() === '') {
    sink.unreadable(fault('file_empty'));
    return;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    sink.unreadable(fault('json_malformed', { problem: error instanceof Error ? error.message : String(error) }));
    return;
  }
  const repeated = findRepeatedKey(text);
  if (repeated !== undefined) sink.unreadable(fault('json_key_twice', { value: repeated }));
  if (!isObject(value)) {
    sink.unreadable(fault('json_malformed', { problem: 'not an object' }));
    return;
  }
  const records = value['records'] ?? {};
  const unknown = [
    ...Object.keys(value).filter((member) => !MEMBERS.includes(member)),
    ...(isObject(records)
      ? Object.keys(records)
          .filter((member) => member !== 'from' && member !== 'to')
          .map((member) => `records.${member}`)
      : []),
  ];
  for (const member of unknown) sink.unreadable(fault('column_unknown', { value: member }));
  if (!isObject(records)) sink.unreadable(fault('json_malformed', { problem: 'records must be {from, to}' }));
  const ownBoard = value['board'];
  if (ownBoard === undefined) sink.unreadable(fault('column_missing', { columns: 'board' }));
  else if (ownBoard !== board) sink.unreadable(fault('board_differs', { value: cellOf(ownBoard) }, 'board'));
  sink.begin(boardLayout.columns);
  const [from, to] = isObject(records) ? [records['from'], records['to']] : [undefined, undefined];
  sink.row([cellOf(value['name']), cellOf(value['name_en']), cellOf(value['province_code']), cellOf(from), cellOf(to)], 1);
}
