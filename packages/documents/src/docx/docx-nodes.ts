import {
  AlignmentType,
  BorderStyle,
  HeightRule,
  ImageRun,
  LineRuleType,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import type { FlowCell, FlowCellNode, FlowGrid, FlowNode, FlowParagraph } from '../flow/flow';
import { qrPng } from '../qr/qr-code';

/** The font of the decree; Word has it, other systems have letters of the same widths for it (Tinos, Liberation Serif). */
export const FONT = 'Times New Roman';

const twips = (points: number): number => Math.round(points * 20);
const halfPoints = (points: number): number => Math.round(points * 2);
/** Word counts image sizes in pixels of 1/96 inch. */
const pixels = (points: number): number => Math.round((points * 96) / 72);
/** `w:spacing` of a single line. */
const SINGLE_LINE = 240;

const ALIGNMENTS = {
  left: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
  justify: AlignmentType.BOTH,
} as const;

export function docxParagraph(node: FlowParagraph): Paragraph {
  return new Paragraph({
    alignment: ALIGNMENTS[node.align],
    keepNext: node.keepNext,
    indent: { firstLine: twips(node.firstIndentPt) },
    spacing: {
      before: twips(node.beforePt),
      after: twips(node.afterPt),
      line: Math.round(SINGLE_LINE * node.lineFactor),
      lineRule: LineRuleType.AUTO,
    },
    children: node.spans.map(
      ({ text, sizePt, bold, italic, colour }) =>
        new TextRun({
          text,
          font: FONT,
          size: halfPoints(sizePt),
          bold,
          italics: italic,
          ...(colour === undefined ? {} : { color: colour }),
        }),
    ),
  });
}

/** An empty line of an exact height. */
const gap = (heightPt: number): Paragraph =>
  new Paragraph({ spacing: { before: 0, after: 0, line: Math.max(twips(heightPt), 2), lineRule: LineRuleType.EXACT } });

async function cellNode(node: FlowCellNode): Promise<Paragraph> {
  switch (node.kind) {
    case 'paragraph':
      return docxParagraph(node);
    case 'gap':
      return gap(node.heightPt);
    case 'rule': {
      // A border below an empty paragraph that is indented on both sides.
      const indent = twips((node.availablePt - node.widthPt) / 2);
      return new Paragraph({
        indent: { left: indent, right: indent },
        spacing: { before: 0, after: twips(2), line: twips(2), lineRule: LineRuleType.EXACT },
        border: { bottom: { style: BorderStyle.SINGLE, size: 5, color: '000000', space: 0 } },
      });
    }
    case 'qr': {
      const edge = pixels(node.sizePt);
      return new Paragraph({
        alignment: ALIGNMENTS[node.align],
        children: [
          new ImageRun({
            type: 'png',
            data: await qrPng(node.payload),
            transformation: { width: edge, height: edge },
            altText: { name: 'QR', title: 'QR', description: node.payload },
          }),
        ],
      });
    }
  }
}

async function tableCell(cell: FlowCell, widthPt: number): Promise<TableCell> {
  const children: Paragraph[] = [];
  for (const node of cell.nodes) children.push(await cellNode(node));
  return new TableCell({
    width: { size: twips(widthPt), type: WidthType.DXA },
    columnSpan: cell.span,
    verticalAlign: cell.middle === true ? VerticalAlignTable.CENTER : VerticalAlignTable.TOP,
    ...(cell.shade === undefined ? {} : { shading: { type: ShadingType.CLEAR, fill: cell.shade, color: 'auto' } }),
    // Word wants a paragraph in every cell.
    children: children.length === 0 ? [gap(1)] : children,
  });
}

const line = { style: BorderStyle.SINGLE, size: 4, color: '000000' } as const;
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const bordersOf = (border: typeof line | typeof none) => ({
  top: border,
  bottom: border,
  left: border,
  right: border,
  insideHorizontal: border,
  insideVertical: border,
});

async function table(grid: FlowGrid): Promise<Table> {
  const { columnWidthsPt, paddingPt, headerRows } = grid;
  const rows: TableRow[] = [];
  for (const [index, cells] of grid.rows.entries()) {
    let column = 0;
    const children: TableCell[] = [];
    for (const cell of cells) {
      const widthPt = columnWidthsPt.slice(column, column + cell.span).reduce((sum, width) => sum + width, 0);
      children.push(await tableCell(cell, widthPt));
      column += cell.span;
    }
    rows.push(
      new TableRow({
        children,
        ...(index < headerRows ? { tableHeader: true } : {}),
        cantSplit: true,
        height: { value: 0, rule: HeightRule.AUTO },
      }),
    );
  }
  return new Table({
    rows,
    columnWidths: columnWidthsPt.map(twips),
    width: { size: twips(columnWidthsPt.reduce((sum, width) => sum + width, 0)), type: WidthType.DXA },
    layout: TableLayoutType.FIXED,
    margins: { left: twips(paddingPt.x), right: twips(paddingPt.x), top: twips(paddingPt.y), bottom: twips(paddingPt.y) },
    borders: bordersOf(grid.ruled ? line : none),
  });
}

/** Word joins tables that follow each other; the smallest of paragraphs keeps them apart. */
const SEPARATOR_PT = 1;

/** The nodes of a section as Word's paragraphs and tables; a section ends with a paragraph. */
export async function docxNodes(nodes: readonly FlowNode[]): Promise<(Paragraph | Table)[]> {
  const children: (Paragraph | Table)[] = [];
  for (const [index, node] of nodes.entries()) {
    if (node.kind === 'page-break')
      children.push(new Paragraph({ pageBreakBefore: true, spacing: { line: 2, lineRule: LineRuleType.EXACT } }));
    else if (node.kind === 'grid') {
      children.push(await table(node));
      const next = nodes[index + 1];
      if (!next || next.kind === 'grid') children.push(gap(SEPARATOR_PT));
    } else children.push(await cellNode(node));
  }
  return children;
}
