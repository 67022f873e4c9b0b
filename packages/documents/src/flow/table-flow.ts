import type { TableBlock, TableCell, TableColumn, TableRow } from '../model/blocks';
import type { FlowCell, FlowGrid, FlowNode } from './flow';
import type { BodyMeasures } from './style';
import { paragraph } from './style';

const HEADER_SHADE = 'EDEDED';
const TOTAL_SHADE = 'F5F5F5';

const asCell = (cell: string | TableCell): TableCell => (typeof cell === 'string' ? { text: cell } : cell);

/** A cell of the header: bold, in the middle both ways. */
const titleCell = (text: TableColumn['title'], span: number, sizePt: number): FlowCell => ({
  nodes: [paragraph(text, { sizePt, bold: true, align: 'center' })],
  span,
  middle: true,
  shade: HEADER_SHADE,
});

function bodyRow({ cells, style = 'normal' }: TableRow, columns: readonly TableColumn[], sizePt: number): FlowCell[] {
  let at = 0;
  return cells.map((given) => {
    const cell = asCell(given);
    const span = cell.span ?? 1;
    const align = cell.align ?? columns[at]?.align ?? 'left';
    at += span;
    return {
      nodes: [paragraph(cell.text, { sizePt, bold: style !== 'normal', align })],
      span,
      middle: style === 'total',
      ...(style === 'total' ? { shade: TOTAL_SHADE } : {}),
    };
  });
}

export function tableFlow(block: TableBlock, measures: BodyMeasures): FlowNode[] {
  const sizePt = measures.sizePt - (block.size === 'small' ? 2 : 1);
  const shares = block.columns.reduce((sum, { width }) => sum + width, 0);
  const groupTitles = (block.groupTitles ?? []).map(({ cells }) =>
    cells.map((given) => {
      const { text, span = 1 } = asCell(given);
      return titleCell(text, span, sizePt);
    }),
  );
  const grid: FlowGrid = {
    kind: 'grid',
    columnWidthsPt: block.columns.map(({ width }) => (measures.widthPt * width) / shares),
    rows: [
      ...groupTitles,
      block.columns.map(({ title }) => titleCell(title, 1, sizePt)),
      ...block.rows.map((row) => bodyRow(row, block.columns, sizePt)),
    ],
    headerRows: groupTitles.length + 1,
    ruled: true,
    paddingPt: { x: 3.5, y: 2 },
  };
  const above: FlowNode[] = [];
  if (block.caption !== undefined) {
    above.push(paragraph(block.caption, { sizePt: measures.sizePt, bold: true, align: 'center', keepNext: true }));
  }
  if (block.unitNote !== undefined) {
    above.push(paragraph(block.unitNote, { sizePt: measures.sizePt - 1, italic: true, align: 'right', afterPt: 2, keepNext: true }));
  }
  return [...above, ...(above.length === 0 ? [{ kind: 'gap', heightPt: 4 } as const] : []), grid, { kind: 'gap', heightPt: 4 }];
}
