import type { AwardCertificate } from '../model/document';
import { BODY_LINE_FACTOR, PARAGRAPH_GAP_PT } from './style';

export interface CertificateSizes {
  readonly recipientPt: number;
  readonly bodyPt: number;
}

/** From the size for short texts down; the first at which everything stands on one page is taken. */
const STEPS: readonly CertificateSizes[] = [
  { recipientPt: 24, bodyPt: 16 },
  { recipientPt: 20, bodyPt: 15 },
  { recipientPt: 18, bodyPt: 14 },
  { recipientPt: 15, bodyPt: 13 },
  { recipientPt: 13, bodyPt: 12 },
  { recipientPt: 12, bodyPt: 11 },
];

/** Mean width of a letter in parts of its size: bold capitals, and running text; a little more than measured. */
const CAPITAL = 0.75;
const LETTER = 0.52;
/** What recipient and body have of the page beside all that is always there. */
const ROOM_PT = 128;
/** Of an authority and of a signer's capacity, beyond the two lines and the one that are always reckoned with. */
const AUTHORITY_LINE_PT = 21;
const CAPACITY_LINE_PT = 16;

const beyond = (lines: number, reckoned: number): number => Math.max(0, lines - reckoned);

/** The largest sizes with which a certificate stays one page, by the lengths of its texts; the smallest where none does. */
export function certificateSizes({ authority, recipient, body, signature }: AwardCertificate, widthPt: number): CertificateSizes {
  const room = ROOM_PT - beyond(authority.length, 2) * AUTHORITY_LINE_PT - beyond(signature.capacity.length, 1) * CAPACITY_LINE_PT;
  const linesOf = (length: number, letterPt: number): number => Math.ceil(length / Math.floor(widthPt / letterPt));
  const bodyLengths = body.flatMap((block) => {
    if (block.kind !== 'paragraph') return [];
    return [(typeof block.text === 'string' ? [block.text] : block.text.map((run) => run.text)).join('').length];
  });
  const heightOf = ({ recipientPt, bodyPt }: CertificateSizes): number =>
    linesOf(recipient.length, recipientPt * CAPITAL) * recipientPt * BODY_LINE_FACTOR +
    PARAGRAPH_GAP_PT +
    bodyLengths.reduce((sum, length) => sum + linesOf(length, bodyPt * LETTER) * bodyPt * 1.15 * BODY_LINE_FACTOR + PARAGRAPH_GAP_PT, 0);
  return STEPS.find((sizes) => heightOf(sizes) <= room) ?? { recipientPt: 12, bodyPt: 11 };
}
