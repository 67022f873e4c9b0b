import { instant, plainDate } from '@kcn/kernel';
import type { AdministrativeDocument, Block } from '../index';

/** A plain document around some blocks. */
export const documentOf = (body: readonly Block[], changes: Partial<AdministrativeDocument> = {}): AdministrativeDocument => ({
  form: 'administrative',
  metadata: { title: 'Biên bản đối chiếu công nợ', createdAt: instant('2026-10-05T02:00:00Z') },
  issuer: { names: ['BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP'] },
  symbol: '07/BB-BQL',
  place: 'Hậu Giang',
  date: plainDate('2026-02-05'),
  heading: { kind: 'BIÊN BẢN', subject: 'Đối chiếu công nợ' },
  body,
  signatures: [
    { capacity: ['ĐẠI DIỆN BÊN A'], note: '(Ký, ghi rõ họ tên)' },
    { capacity: ['ĐẠI DIỆN BÊN B'], name: 'Phạm Quỳnh Như' },
  ],
  ...changes,
});

/** A table whose first and last column differ in each row. */
export const longTable = (rows: number): Block => ({
  kind: 'table',
  columns: [
    { title: 'Số thứ tự', width: 1, align: 'center' },
    { title: 'Diễn giải', width: 4 },
    { title: 'Số tiền', width: 2, align: 'right' },
  ],
  rows: Array.from({ length: rows }, (_, index) => ({ cells: [`R${String(index + 1)}.`, 'Phí sử dụng hạ tầng', '1.000.000'] })),
});
