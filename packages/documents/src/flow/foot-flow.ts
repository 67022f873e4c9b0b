import type { Signature } from '../model/document';
import type { FlowCell, FlowCellNode, FlowNode } from './flow';
import { paragraph } from './style';

const SIGNATURES_PER_ROW = 3;
/** Room for the signature and the seal. */
const SIGNING_ROOM_PT = 66;
/** Sizes of the decree: signer 13–14; Nơi nhận 12 bold italic, its entries 11. */
const SIGNER_PT = 13;
const RECIPIENTS_HEAD_PT = 12;
const RECIPIENTS_PT = 11;

export function signatureFlow({ capacity, note, name }: Signature): FlowCellNode[] {
  const style = { sizePt: SIGNER_PT, align: 'center' } as const;
  return [
    ...capacity.map((line) => paragraph(line, { ...style, bold: true })),
    ...(note === undefined ? [] : [paragraph(note, { ...style, italic: true })]),
    { kind: 'gap', heightPt: SIGNING_ROOM_PT },
    ...(name === undefined ? [] : [paragraph(name, { ...style, bold: true })]),
  ];
}

const recipientsFlow = (recipients: readonly string[]): FlowCellNode[] =>
  recipients.length === 0
    ? []
    : [
        paragraph('Nơi nhận:', { sizePt: RECIPIENTS_HEAD_PT, bold: true, italic: true }),
        ...recipients.map((entry) => paragraph(`- ${entry}`, { sizePt: RECIPIENTS_PT })),
      ];

const plainGrid = (columnWidthsPt: readonly number[], rows: readonly (readonly FlowCell[])[]): FlowNode => ({
  kind: 'grid',
  columnWidthsPt,
  rows,
  headerRows: 0,
  ruled: false,
  paddingPt: { x: 2, y: 2 },
});

/** Rows of at most three, the last ones filled up with empty cells. */
function signatureRows(signatures: readonly Signature[], widthPt: number): FlowNode[] {
  const rows: FlowNode[] = [];
  for (let at = 0; at < signatures.length; at += SIGNATURES_PER_ROW) {
    const row = signatures.slice(at, at + SIGNATURES_PER_ROW);
    const cells = row.map((signature) => ({ nodes: signatureFlow(signature), span: 1 }));
    rows.push(
      plainGrid(
        row.map(() => widthPt / row.length),
        [cells],
      ),
      { kind: 'gap', heightPt: 6 },
    );
  }
  return rows;
}

/** The end of a document: recipients at the left, one signer at the right; several signers have the whole width. */
export function footFlow(signatures: readonly Signature[], recipients: readonly string[], widthPt: number): FlowNode[] {
  const [only] = signatures;
  const left = recipientsFlow(recipients);
  if (signatures.length === 1 && only !== undefined) {
    return [
      { kind: 'gap', heightPt: 8 },
      plainGrid(
        [widthPt * 0.46, widthPt * 0.54],
        [
          [
            { nodes: left, span: 1 },
            { nodes: signatureFlow(only), span: 1 },
          ],
        ],
      ),
    ];
  }
  return [
    { kind: 'gap', heightPt: 8 },
    ...signatureRows(signatures, widthPt),
    ...(left.length === 0 ? [] : [plainGrid([widthPt], [[{ nodes: left, span: 1 }]])]),
  ];
}
