import { plainDate } from '@kcn/kernel';
import { formatDate } from '@kcn/vietnam';
import type { printPublicAward } from '../../application/awards/print-award';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter);

/** What whoever scans a certificate's code with a telephone sees: no script, nothing loaded. */
export function awardPage(award: ReturnType<typeof printPublicAward>): string {
  const { code, status, recipient, achievement, register, decision, revoked_by: revokedBy } = award;
  const verdict =
    status === 'valid'
      ? 'Khen thưởng có hiệu lực / This award stands'
      : `Đã bị thu hồi / Revoked: ${revokedBy ? `Quyết định số ${revokedBy.number} ngày ${formatDate(plainDate(revokedBy.date))}` : ''}`;
  const rows: readonly (readonly [string, string])[] = [
    ['Hình thức / Award', `${award.award.vi} / ${award.award.en}`],
    ['Tặng / To', [recipient.name, recipient.address].filter((text) => text !== null).join(', ')],
    ['Thành tích / For', achievement],
    ['Cấp khen / By', decision.authority.join(' ')],
    ['Quyết định / Decision', `số ${decision.number} ngày ${formatDate(plainDate(decision.date))}`],
    ['Người ký / Signed by', `${decision.signer.capacity.join(' ')} ${decision.signer.name}`],
    ['Sổ khen thưởng / Register', `${register.number.toString()}/${register.year.toString()}`],
    ['Mã xác minh / Code', code],
  ];
  const list = rows.map(([label, value]) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`).join('\n');
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<title>Xác minh khen thưởng</title></head>
<body><h1>${escaped(verdict)}</h1>
<dl>
${list}
</dl></body></html>
`;
}
