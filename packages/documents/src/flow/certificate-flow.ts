import type { AwardCertificate } from '../model/document';
import { bodyFlow } from './body-flow';
import { certificateSizes } from './certificate-sizes';
import type { FlowCellNode, FlowSection } from './flow';
import { signatureFlow } from './foot-flow';
import { stateFlow } from './head-flow';
import { placeAndDate } from './place-and-date';
import { contentWidthPt, mm, paragraph } from './style';

/** Inside the frame. */
const MARGINS_PT: FlowSection['marginsPt'] = { top: mm(24), right: mm(28), bottom: mm(20), left: mm(28) };
/** The red of the national emblem, used on awards. */
const RED = 'C00000';

/** A framed landscape page: state, who awards, the award, to whom and for what, register and signature. */
export function certificateFlow(certificate: AwardCertificate): FlowSection {
  const widthPt = contentWidthPt('landscape', MARGINS_PT);
  const { authority, award, recipient, body, register, verification, place, date, signature } = certificate;
  const { recipientPt, bodyPt } = certificateSizes(certificate, widthPt);
  const centred = { align: 'center' } as const;
  const left: FlowCellNode[] = [
    ...(verification === undefined
      ? []
      : [
          { kind: 'qr', payload: verification.payload, sizePt: mm(28), align: 'left' } as const,
          paragraph(verification.caption, { sizePt: 10, italic: true, afterPt: 4 }),
        ]),
    ...register.map((line) => paragraph(line, { sizePt: 12 })),
  ];
  const right: FlowCellNode[] = [
    paragraph(placeAndDate(place, date), { sizePt: 14, italic: true, align: 'center', afterPt: 2 }),
    ...signatureFlow(signature),
  ];
  return {
    orientation: 'landscape',
    marginsPt: MARGINS_PT,
    framed: true,
    numbered: false,
    nodes: [
      ...stateFlow(widthPt, { sizePt: 14 }),
      { kind: 'gap', heightPt: 20 },
      ...authority.map((line) => paragraph(line, { ...centred, sizePt: 18, bold: true })),
      paragraph('TẶNG', { ...centred, sizePt: 15, bold: true, beforePt: 8 }),
      paragraph(award, { ...centred, sizePt: 44, bold: true, colour: RED, afterPt: 4 }),
      paragraph(recipient, { ...centred, sizePt: recipientPt, bold: true, afterPt: 6 }),
      ...bodyFlow(body, { sizePt: bodyPt, widthPt }),
      { kind: 'gap', heightPt: 14 },
      {
        kind: 'grid',
        columnWidthsPt: [widthPt * 0.5, widthPt * 0.5],
        rows: [
          [
            { nodes: left, span: 1 },
            { nodes: right, span: 1 },
          ],
        ],
        headerRows: 0,
        ruled: false,
        paddingPt: { x: 2, y: 2 },
      },
    ],
  };
}
