import type { LocalizedText } from '@kcn/kernel';
import type { EmulationSheet } from './sheet';

/** What the bloc's leader makes of a member's answer (FORMATS §5). */
export const VERDICTS = [
  'accepted',
  'bad-signature',
  'unknown-key',
  'expired-certificate',
  'points-mismatch',
  'figures-differ',
  'wrong-scope',
  'old-revision',
  'equivocation',
  'unreachable',
  'late',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** `figures-differ` is shown to everybody who reads the ranking, and refuses nothing. */
export const doesCount = (verdict: Verdict): boolean => verdict === 'accepted' || verdict === 'figures-differ';

/** One thing that was found, with what was expected and what was there. */
export interface VerdictDetail extends LocalizedText {
  /** Stable, lower-kebab-case. */
  readonly code: string;
  /** A member of the sheet, a criterion, a figure `INDICATOR:breakdown`. */
  readonly at?: string;
  readonly expected?: string;
  readonly actual?: string;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** Whether the sheet enters the ranking. */
  readonly counts: boolean;
  readonly details: readonly VerdictDetail[];
  /** Where the bytes could be read and a trusted key signed them. */
  readonly sheet?: EmulationSheet;
  /** Of the sheet's canonical form. */
  readonly sha256?: string;
  /** Of the key that signed. */
  readonly keyThumbprint?: string;
}

const TEXTS = {
  'too-large': { vi: 'Phiếu quá lớn', en: 'The sheet is too large' },
  'not-compact-jws': { vi: 'Không phải là JWS dạng gọn', en: 'Not a compact JWS' },
  'bad-header': { vi: 'Phần đầu của JWS không đọc được', en: 'The JWS header cannot be read' },
  'algorithm-not-allowed': { vi: 'Thuật toán ký khác EdDSA', en: 'The algorithm is not EdDSA' },
  'header-not-allowed': { vi: 'Phần đầu của JWS có trường không được phép', en: 'The JWS header has a member that is not allowed' },
  'not-utf8': { vi: 'Nội dung không phải UTF-8', en: 'The content is not UTF-8' },
  'not-json': { vi: 'Nội dung không phải JSON', en: 'The content is not JSON' },
  'repeated-key': { vi: 'Một khóa JSON có hai lần', en: 'A JSON key is there twice' },
  'not-canonical': { vi: 'Nội dung không ở dạng chuẩn RFC 8785', en: 'The content is not in its RFC 8785 form' },
  malformed: { vi: 'Phiếu không đúng mẫu emulation-sheet/1', en: 'The sheet does not follow emulation-sheet/1' },
  'signature-does-not-verify': { vi: 'Chữ ký không đúng với nội dung', en: 'The signature does not fit the content' },
  'key-not-pinned': { vi: 'Khóa ký không nằm trong bộ khóa đã ghim', en: 'The signing key is not in the pinned key set' },
  'key-revoked': { vi: 'Khóa ký đã bị thu hồi trước khi nhận phiếu', en: 'The signing key was revoked before the sheet was received' },
  'key-expired': { vi: 'Khóa ký không còn (hoặc chưa có) hiệu lực', en: 'The signing key is outside its validity' },
  'peer-certificate-expired': { vi: 'Chứng thư TLS của đơn vị đã hết hạn', en: 'The TLS certificate of the member has expired' },
  'other-scope': { vi: 'Phiếu thuộc phạm vi khác', en: 'The sheet belongs to another scope' },
  'revision-not-newer': { vi: 'Lần sửa không mới hơn lần đã nhận', en: 'The revision is not newer than the accepted one' },
  'same-revision-other-content': { vi: 'Cùng lần sửa nhưng nội dung khác', en: 'The same revision with other content' },
  'other-predecessor': {
    vi: 'Phiếu nối vào một lần sửa khác với lần đã nhận',
    en: 'The sheet follows another revision than the accepted one',
  },
  'earlier-revisions-unseen': { vi: 'Chưa từng nhận các lần sửa trước', en: 'The earlier revisions were never received' },
  'already-accepted': { vi: 'Phiếu này đã được nhận', en: 'This sheet was accepted before' },
  'criterion-missing': { vi: 'Thiếu tiêu chí', en: 'A criterion is missing' },
  'criterion-unknown': { vi: 'Tiêu chí không có trong bộ tiêu chí', en: 'A criterion that the criteria do not have' },
  'operand-does-not-follow': { vi: 'Toán hạng không khớp số liệu đã ký', en: 'An operand does not follow from the signed figures' },
  'points-do-not-follow': { vi: 'Điểm không suy ra được từ toán hạng đã ký', en: 'The points do not follow from the signed operands' },
  'figure-missing': { vi: 'Thiếu số liệu của danh mục', en: 'A figure of the catalogue is missing' },
  'figure-changed': { vi: 'Số liệu khác với lần sửa đã nhận', en: 'The figure differs from the accepted revision' },
  'figure-not-agreed': { vi: 'Số liệu khác với số đã thống nhất', en: 'The figure differs from the agreed one' },
  'leader-record-differs': { vi: 'Khác với hồ sơ của Khối trưởng', en: 'Differs from the leader’s record' },
  'received-after-deadline': { vi: 'Nhận sau hạn nộp', en: 'Received after the deadline' },
  'no-answer-in-time': { vi: 'Đơn vị không trả lời kịp hạn', en: 'The member did not answer in time' },
  'no-connection': { vi: 'Không kết nối được với đơn vị', en: 'The member cannot be reached' },
  'refused-by-member': { vi: 'Đơn vị từ chối yêu cầu', en: 'The member refused the request' },
  'failed-at-member': { vi: 'Hệ thống của đơn vị gặp lỗi', en: 'The system of the member failed' },
  'peer-not-trusted': { vi: 'Máy chủ trả lời không phải của đơn vị', en: 'The answering server is not the member’s' },
  'own-failure': { vi: 'Hệ thống của Khối trưởng không lưu được câu trả lời', en: 'The leader’s system could not keep the answer' },
  'broken-answer': { vi: 'Câu trả lời của đơn vị không đọc được', en: 'The answer of the member cannot be read' },
} as const satisfies Readonly<Record<string, LocalizedText>>;
export type DetailCode = keyof typeof TEXTS;

export const detail = (code: DetailCode, where: Omit<VerdictDetail, 'code' | 'vi' | 'en'> = {}): VerdictDetail => ({
  code,
  ...TEXTS[code],
  ...where,
});

export const judgement = (
  verdict: Verdict,
  details: readonly VerdictDetail[],
  read: Pick<Judgement, 'sheet' | 'sha256' | 'keyThumbprint'> = {},
): Judgement => ({
  verdict,
  counts: doesCount(verdict),
  details,
  ...read,
});
