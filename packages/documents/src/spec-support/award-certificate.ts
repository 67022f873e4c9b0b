import { instant, plainDate } from '@kcn/kernel';
import type { AwardCertificate } from '../index';

export const VERIFICATION_URL = 'https://thidua.example.gov.vn/xac-minh/GK-2026-0042-7F3A';

/** An award of the head of a management board for an enterprise. */
export const awardCertificate: AwardCertificate = {
  form: 'certificate',
  metadata: {
    title: 'Giấy khen số 42',
    createdAt: instant('2026-12-20T03:00:00Z'),
    author: 'Ban Quản lý các khu công nghiệp tỉnh Hưng Yên',
  },
  authority: ['TRƯỞNG BAN', 'BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP TỈNH HƯNG YÊN'],
  award: 'GIẤY KHEN',
  recipient: 'CÔNG TY TNHH ĐIỆN TỬ THĂNG LONG',
  body: [
    { kind: 'paragraph', align: 'center', text: 'Khu công nghiệp Thăng Long II, tỉnh Hưng Yên' },
    {
      kind: 'paragraph',
      align: 'center',
      text: 'Đã có thành tích xuất sắc trong sản xuất kinh doanh, chấp hành pháp luật và chăm lo đời sống người lao động năm 2026',
    },
  ],
  register: ['Quyết định số 142/QĐ-BQL ngày 18/12/2026', 'Vào sổ khen thưởng số 42'],
  verification: { payload: VERIFICATION_URL, caption: 'Mã xác minh: GK-2026-0042-7F3A' },
  place: 'Hưng Yên',
  date: plainDate('2026-12-20'),
  signature: { capacity: ['TRƯỞNG BAN'], name: 'Trần Văn Hưởng' },
};
