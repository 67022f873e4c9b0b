import type { AdministrativeDocument, Attachment, KcnDocument } from '../model/document';
import { bodyFlow } from './body-flow';
import { certificateFlow } from './certificate-flow';
import type { FlowNode, FlowSection } from './flow';
import { footFlow } from './foot-flow';
import { headFlow, titleFlow } from './head-flow';
import { contentWidthPt, MARGINS_PT, paragraph } from './style';

/** The last paragraph stays with the signature, so that no page holds a signature alone. */
function keepLast(nodes: readonly FlowNode[]): FlowNode[] {
  const last = nodes.at(-1);
  return last?.kind === 'paragraph' ? [...nodes.slice(0, -1), { ...last, keepNext: true }] : [...nodes];
}

function mainSection(document: AdministrativeDocument): FlowSection {
  const { orientation = 'portrait', bodySizePt = 13, body, signatures, recipients = [] } = document;
  const widthPt = contentWidthPt(orientation, MARGINS_PT);
  return {
    orientation,
    marginsPt: MARGINS_PT,
    framed: false,
    numbered: true,
    nodes: [
      headFlow(document, widthPt),
      ...titleFlow(document, widthPt),
      ...keepLast(bodyFlow(body, { sizePt: bodySizePt, widthPt })),
      ...footFlow(signatures, recipients, widthPt),
    ],
  };
}

function attachmentSection({ label, title, reference, orientation = 'portrait', body }: Attachment, sizePt: number): FlowSection {
  const widthPt = contentWidthPt(orientation, MARGINS_PT);
  const centred = { sizePt: 14, align: 'center', keepNext: true } as const;
  return {
    orientation,
    marginsPt: MARGINS_PT,
    framed: false,
    numbered: true,
    nodes: [
      paragraph(label, { ...centred, bold: true }),
      paragraph(title, { ...centred, bold: true }),
      ...(reference === undefined ? [] : [paragraph(reference, { ...centred, italic: true })]),
      { kind: 'rule', widthPt: widthPt * 0.2, availablePt: widthPt },
      { kind: 'gap', heightPt: 8 },
      ...bodyFlow(body, { sizePt, widthPt }),
    ],
  };
}

/** A checked document taken apart into what is printed. */
export function documentFlow(document: KcnDocument): FlowSection[] {
  if (document.form === 'certificate') return [certificateFlow(document)];
  return [
    mainSection(document),
    ...(document.attachments ?? []).map((attachment) => attachmentSection(attachment, document.bodySizePt ?? 13)),
  ];
}
