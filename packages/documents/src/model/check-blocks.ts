import type { Block, Field, QrBlock, TableBlock, TableCell, TableRow } from './blocks';
import type { Checker } from './checker';

const MAX_QR_BYTES = 1_200;
const QR_MM = { least: 15, most: 90 } as const;

export function checkQrPayload(payload: string, pointer: string, checker: Checker): void {
  if (typeof payload !== 'string' || payload === '') checker.fault(pointer, 'qr_payload', 'empty');
  // Codes are read by machines: a control character in them is never meant.
  else if (/[\p{Cc}\p{Cs}]/u.test(payload)) checker.fault(pointer, 'qr_payload', 'control character');
  else if (Buffer.byteLength(payload) > MAX_QR_BYTES) checker.fault(pointer, 'qr_payload', `${String(Buffer.byteLength(payload))} bytes`);
}

const checkFields = (fields: readonly Field[], pointer: string, checker: Checker): Field[] =>
  fields.map(({ label, value }, index) => ({
    label: checker.text(label, `${pointer}/${String(index)}/label`),
    value: checker.inline(value, `${pointer}/${String(index)}/value`),
  }));

function checkRow(row: TableRow, columns: number, pointer: string, checker: Checker): TableRow {
  let covered = 0;
  const cells = row.cells.map((cell, index): string | TableCell => {
    const at = `${pointer}/cells/${String(index)}`;
    if (typeof cell === 'string') {
      covered += 1;
      return checker.anyText(cell, at);
    }
    const span = cell.span ?? 1;
    if (!Number.isInteger(span) || span < 1) checker.fault(`${at}/span`, 'number_out_of_range', String(span));
    covered += span;
    return { ...cell, text: checker.inline(cell.text, `${at}/text`) };
  });
  if (covered !== columns) checker.fault(pointer, 'row_width', `${String(covered)} ≠ ${String(columns)}`);
  return { ...row, cells };
}

function checkTable(block: TableBlock, pointer: string, checker: Checker): TableBlock {
  const width = block.columns.length;
  if (width === 0) checker.fault(`${pointer}/columns`, 'list_empty');
  const rows = (list: readonly TableRow[], name: string): TableRow[] =>
    list.map((row, index) => checkRow(row, width, `${pointer}/${name}/${String(index)}`, checker));
  return {
    ...block,
    columns: block.columns.map((column, index) => ({
      ...column,
      title: checker.inline(column.title, `${pointer}/columns/${String(index)}/title`),
      width: checker.number(column.width, `${pointer}/columns/${String(index)}/width`, { least: 0.001, most: 100_000 }),
    })),
    ...(block.groupTitles === undefined ? {} : { groupTitles: rows(block.groupTitles, 'groupTitles') }),
    rows: rows(block.rows, 'rows'),
    ...(block.caption === undefined ? {} : { caption: checker.text(block.caption, `${pointer}/caption`) }),
    ...(block.unitNote === undefined ? {} : { unitNote: checker.text(block.unitNote, `${pointer}/unitNote`) }),
  };
}

function checkQr(block: QrBlock, pointer: string, checker: Checker): QrBlock {
  checkQrPayload(block.payload, `${pointer}/payload`, checker);
  if (block.sizeMm !== undefined) checker.number(block.sizeMm, `${pointer}/sizeMm`, QR_MM);
  return {
    ...block,
    ...(block.caption === undefined ? {} : { caption: checker.text(block.caption, `${pointer}/caption`) }),
    ...(block.fields === undefined ? {} : { fields: checkFields(block.fields, `${pointer}/fields`, checker) }),
  };
}

function checkBlock(block: Block, pointer: string, checker: Checker): Block {
  switch (block.kind) {
    case 'paragraph':
      return { ...block, text: checker.inline(block.text, `${pointer}/text`) };
    case 'heading':
      return { ...block, text: checker.text(block.text, `${pointer}/text`) };
    case 'points':
      return {
        ...block,
        points: block.points.map(({ label, text }, index) => ({
          label: checker.text(label, `${pointer}/points/${String(index)}/label`),
          text: checker.inline(text, `${pointer}/points/${String(index)}/text`),
        })),
      };
    case 'table':
      return checkTable(block, pointer, checker);
    case 'fields':
      if (block.labelShare !== undefined) checker.number(block.labelShare, `${pointer}/labelShare`, { least: 0.1, most: 0.9 });
      return { ...block, fields: checkFields(block.fields, `${pointer}/fields`, checker) };
    case 'qr':
      return checkQr(block, pointer, checker);
    case 'page-break':
      return block;
    default: {
      const { kind } = block as { readonly kind: unknown };
      checker.fault(`${pointer}/kind`, 'unknown_kind', String(kind));
      return block;
    }
  }
}

export const checkBlocks = (blocks: readonly Block[], pointer: string, checker: Checker): Block[] =>
  blocks.map((block, index) => checkBlock(block, `${pointer}/${String(index)}`, checker));
