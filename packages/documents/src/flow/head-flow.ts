import type { AdministrativeDocument } from '../model/document';
import type { FlowCellNode, FlowNode } from './flow';
import { placeAndDate } from './place-and-date';
import { BODY_LINE_FACTOR, FIRST_INDENT_PT, PARAGRAPH_GAP_PT, paragraph } from './style';

const STATE_NAME = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM';
const MOTTO = 'Độc lập - Tự do - Hạnh phúc';

/** Sizes of the decree: state name and bodies 12–13, motto, place and date 13–14. */
const SMALL_PT = 12;
const NORMAL_PT = 13;
/** Share of the width that the issuing bodies take; the state's name in 12 pt bold needs 9 cm. */
const ISSUER_SHARE = 0.43;

/** The state's name and the motto with the rule below that is as long as the motto. */
export function stateFlow(availablePt: number, { sizePt = SMALL_PT }: { readonly sizePt?: number } = {}): FlowCellNode[] {
  const mottoPt = sizePt + 1;
  return [
    paragraph(STATE_NAME, { sizePt, bold: true, align: 'center' }),
    paragraph(MOTTO, { sizePt: mottoPt, bold: true, align: 'center' }),
    // The motto in bold is 11.6 times as wide as its letters are tall.
    { kind: 'rule', widthPt: Math.min(11.6 * mottoPt, availablePt), availablePt },
  ];
}

/** The two columns at the top: bodies, number, marks; state, motto, place and date. */
export function headFlow(document: AdministrativeDocument, widthPt: number): FlowNode {
  const { issuer, symbol, marks = [], place, date, heading } = document;
  const [leftPt, rightPt] = [widthPt * ISSUER_SHARE, widthPt * (1 - ISSUER_SHARE)];
  const centred = { sizePt: NORMAL_PT, align: 'center' } as const;
  const left: FlowCellNode[] = [
    ...(issuer.parents ?? []).map((name) => paragraph(name, { sizePt: SMALL_PT, align: 'center' })),
    ...issuer.names.map((name) => paragraph(name, { sizePt: SMALL_PT, bold: true, align: 'center' })),
    { kind: 'rule', widthPt: leftPt * 0.4, availablePt: leftPt },
  ];
  const letterSubject = heading.kind === undefined ? heading.subject : undefined;
  const below: FlowCellNode[] = [
    ...(symbol === undefined ? [] : [paragraph(`Số: ${symbol}`, { ...centred, beforePt: 4 })]),
    ...(letterSubject === undefined ? [] : [paragraph(`V/v ${letterSubject}`, { sizePt: SMALL_PT, align: 'center', beforePt: 3 })]),
    ...marks.map((mark) => paragraph(mark, { ...centred, bold: true, beforePt: 3 })),
  ];
  const right = place === undefined ? [] : [paragraph(placeAndDate(place, date), { ...centred, italic: true, beforePt: 4 })];
  return {
    kind: 'grid',
    columnWidthsPt: [leftPt, rightPt],
    rows: [
      [
        { nodes: left, span: 1 },
        { nodes: stateFlow(rightPt), span: 1 },
      ],
      ...(below.length + right.length === 0
        ? []
        : [
            [
              { nodes: below, span: 1 },
              { nodes: right, span: 1 },
            ],
          ]),
    ],
    headerRows: 0,
    ruled: false,
    paddingPt: { x: 0, y: 0 },
  };
}

/** Kind and subject in the middle with a short rule, then Kính gửi. */
export function titleFlow({ heading, addressees = [], bodySizePt = 13 }: AdministrativeDocument, widthPt: number): FlowNode[] {
  const nodes: FlowNode[] = [{ kind: 'gap', heightPt: 14 }];
  if (heading.kind !== undefined) {
    nodes.push(paragraph(heading.kind, { sizePt: 14, bold: true, align: 'center', keepNext: true }));
    if (heading.subject !== undefined) nodes.push(paragraph(heading.subject, { sizePt: 14, bold: true, align: 'center', keepNext: true }));
    nodes.push({ kind: 'rule', widthPt: widthPt * 0.2, availablePt: widthPt }, { kind: 'gap', heightPt: 8 });
  }
  const style = { sizePt: bodySizePt, lineFactor: BODY_LINE_FACTOR } as const;
  const [first] = addressees;
  if (addressees.length === 1 && first !== undefined) {
    nodes.push(paragraph(`Kính gửi: ${first}`, { ...style, align: 'center', afterPt: PARAGRAPH_GAP_PT }));
  } else if (addressees.length > 1) {
    const indented = { ...style, firstIndentPt: FIRST_INDENT_PT };
    nodes.push(
      paragraph('Kính gửi:', { ...indented, keepNext: true }),
      ...addressees.map((name) => paragraph(`- ${name}`, { ...indented, firstIndentPt: 2 * FIRST_INDENT_PT })),
      { kind: 'gap', heightPt: PARAGRAPH_GAP_PT },
    );
  }
  return nodes;
}
