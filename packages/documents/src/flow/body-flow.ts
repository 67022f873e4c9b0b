import type { Block, Field, HeadingBlock, ParagraphBlock, PointsBlock, QrBlock } from '../model/blocks';
import { runsOf } from '../model/text';
import type { FlowNode, FlowParagraph } from './flow';
import type { BodyMeasures } from './style';
import { BODY_LINE_FACTOR, FIRST_INDENT_PT, mm, PARAGRAPH_GAP_PT, paragraph } from './style';
import { tableFlow } from './table-flow';

const DEFAULT_LABEL_SHARE = 0.36;
const DEFAULT_QR_MM = 35;

/** Space only below: Word takes the larger of two spaces that meet, a PDF would add them. */
const between = { afterPt: PARAGRAPH_GAP_PT, lineFactor: BODY_LINE_FACTOR } as const;

function paragraphFlow(block: ParagraphBlock, sizePt: number): FlowParagraph {
  const align = block.align ?? 'justify';
  const indented = block.indent ?? align === 'justify';
  const steps = { small: -2, normal: 0, large: 5 } as const;
  return paragraph(block.text, {
    ...between,
    sizePt: sizePt + steps[block.size ?? 'normal'],
    align,
    firstIndentPt: indented ? FIRST_INDENT_PT : 0,
  });
}

function headingFlow({ level, text }: HeadingBlock, sizePt: number): FlowParagraph {
  return paragraph(text, {
    ...between,
    sizePt,
    bold: true,
    italic: level === 3,
    align: level === 1 ? 'center' : 'left',
    firstIndentPt: level === 1 ? 0 : FIRST_INDENT_PT,
    keepNext: true,
  });
}

const pointsFlow = ({ points }: PointsBlock, sizePt: number): FlowParagraph[] =>
  points.map(({ label, text }) =>
    paragraph([{ text: `${label} ` }, ...runsOf(text)], { ...between, sizePt, align: 'justify', firstIndentPt: FIRST_INDENT_PT }),
  );

/** Labels in one column, values in the other. */
function fieldsFlow(fields: readonly Field[], labelShare: number, { sizePt, widthPt }: BodyMeasures): FlowNode {
  const line = { sizePt, lineFactor: BODY_LINE_FACTOR } as const;
  return {
    kind: 'grid',
    columnWidthsPt: [widthPt * labelShare, widthPt * (1 - labelShare)],
    rows: fields.map(({ label, value }) => [
      { nodes: [paragraph(label, line)], span: 1 },
      { nodes: [paragraph(value, line)], span: 1 },
    ]),
    headerRows: 0,
    ruled: false,
    paddingPt: { x: 3, y: 1.5 },
  };
}

function qrFlow(block: QrBlock, measures: BodyMeasures): FlowNode[] {
  const sizePt = mm(block.sizeMm ?? DEFAULT_QR_MM);
  const align = block.align ?? 'center';
  const smallPt = measures.sizePt - 2;
  const fields = block.fields ?? [];
  const caption = (at: 'left' | 'center' | 'right'): FlowParagraph[] =>
    block.caption === undefined ? [] : [paragraph(block.caption, { sizePt: smallPt, italic: true, align: at, afterPt: 3 })];
  if (fields.length === 0) {
    const code = { kind: 'qr', payload: block.payload, sizePt, align } as const;
    return [
      {
        kind: 'grid',
        columnWidthsPt: [measures.widthPt],
        rows: [[{ nodes: [code, ...caption(align)], span: 1 }]],
        headerRows: 0,
        ruled: false,
        paddingPt: { x: 0, y: 3 },
      },
    ];
  }
  const line = { sizePt: measures.sizePt, afterPt: 4 } as const;
  const codeWidthPt = Math.max(sizePt, mm(45)) + 12;
  return [
    {
      kind: 'grid',
      columnWidthsPt: [codeWidthPt, measures.widthPt - codeWidthPt],
      rows: [
        [
          { nodes: [{ kind: 'qr', payload: block.payload, sizePt, align: 'center' }, ...caption('center')], span: 1 },
          {
            nodes: fields.map(({ label, value }) => paragraph([{ text: `${label}: ` }, ...runsOf(value)], line)),
            span: 1,
            middle: true,
          },
        ],
      ],
      headerRows: 0,
      ruled: false,
      paddingPt: { x: 6, y: 3 },
    },
  ];
}

function blockFlow(block: Block, measures: BodyMeasures): FlowNode[] {
  switch (block.kind) {
    case 'paragraph':
      return [paragraphFlow(block, measures.sizePt)];
    case 'heading':
      return [headingFlow(block, measures.sizePt)];
    case 'points':
      return pointsFlow(block, measures.sizePt);
    case 'table':
      return tableFlow(block, measures);
    case 'fields':
      return [fieldsFlow(block.fields, block.labelShare ?? DEFAULT_LABEL_SHARE, measures)];
    case 'qr':
      return qrFlow(block, measures);
    case 'page-break':
      return [{ kind: 'page-break' }];
  }
}

export const bodyFlow = (blocks: readonly Block[], measures: BodyMeasures): FlowNode[] =>
  blocks.flatMap((block) => blockFlow(block, measures));
