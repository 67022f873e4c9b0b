import { instant, plainDate } from '@kcn/kernel';
import { amountInWords } from '@kcn/vietnam';
import type { AdministrativeDocument } from '../index';

/** A VietQR payload whose CRC is known from outside; its amount (125 400 000) is that vector's, not this notice's. */
export const VIETQR =
  '00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA530370454091254000005802VN62190815LS2014Q3 HD00126304EEDF';

/** A payment notice of infrastructure fees; figures of the handbook (12 540 m² at 0.52 USD a year, wastewater 8 350 m³). */
export function paymentNotice(number = 1): AdministrativeDocument {
  const symbol = `${String(number).padStart(3, '0')}/TB-HTKT`;
  return {
    form: 'administrative',
    metadata: {
      title: `Thông báo thanh toán ${symbol}`,
      createdAt: instant('2026-10-05T02:00:00Z'),
      author: 'Công ty Phát triển hạ tầng khu công nghiệp Phú Hội',
    },
    issuer: {
      parents: ['BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP TỈNH LÂM ĐỒNG'],
      names: ['TRUNG TÂM KHAI THÁC', 'HẠ TẦNG KỸ THUẬT'],
    },
    symbol,
    place: 'Lâm Đồng',
    date: plainDate('2026-10-05'),
    heading: { kind: 'THÔNG BÁO', subject: 'Về việc nộp tiền sử dụng hạ tầng quý III năm 2026' },
    addressees: ['Công ty TNHH Thực phẩm Đà Lạt Xanh'],
    body: [
      {
        kind: 'paragraph',
        text: [
          { text: 'Căn cứ Hợp đồng thuê lại đất số ' },
          { text: '15/HĐTLĐ-2019', bold: true },
          {
            text: ' ngày 12/3/2019 và Quyết định số 50/2016/QĐ-UBND về đơn giá sử dụng hạ tầng trong các khu công nghiệp trên địa bàn tỉnh;',
          },
        ],
      },
      { kind: 'paragraph', text: 'Trung tâm Khai thác hạ tầng kỹ thuật thông báo số tiền Quý Công ty phải nộp như sau:' },
      {
        kind: 'table',
        unitNote: 'Đơn vị tính: đồng',
        columns: [
          { title: 'TT', width: 6, align: 'center' },
          { title: 'Nội dung', width: 34 },
          { title: 'Số lượng', width: 14, align: 'right' },
          { title: 'Đơn giá', width: 14, align: 'right' },
          { title: 'Thuế GTGT', width: 15, align: 'right' },
          { title: 'Thành tiền', width: 17, align: 'right' },
        ],
        rows: [
          {
            cells: [
              '1',
              'Phí sử dụng hạ tầng, từ 01/7/2026 đến 30/9/2026 (0,52 USD/m²/năm, tỷ giá 26.300)',
              '12.540 m²',
              '3.419',
              '4.287.426',
              '47.161.686',
            ],
          },
          { cells: ['2', 'Xử lý nước thải (80 % × 8.350 m³)', '6.680 m³', '7.760', '4.146.944', '55.983.744'] },
          { cells: [{ text: 'Tổng cộng', span: 4, align: 'right' }, '8.434.370', '103.145.430'], style: 'total' },
        ],
      },
      { kind: 'paragraph', text: [{ text: 'Bằng chữ: ' }, { text: `${amountInWords(103_145_430n)}.`, italic: true }] },
      {
        kind: 'paragraph',
        text: [
          { text: 'Hạn nộp: ' },
          { text: 'chậm nhất ngày 30/10/2026', bold: true },
          { text: '. Quá hạn, tiền chậm nộp được tính theo hợp đồng.' },
        ],
      },
      {
        kind: 'qr',
        payload: VIETQR,
        caption: 'Quét mã để chuyển khoản',
        fields: [
          { label: 'Đơn vị thụ hưởng', value: 'Trung tâm Khai thác hạ tầng kỹ thuật' },
          { label: 'Số tài khoản', value: [{ text: '0123456789', bold: true }] },
          { label: 'Ngân hàng', value: 'Vietcombank – Chi nhánh Lâm Đồng' },
          { label: 'Nội dung', value: [{ text: 'LS2014Q3 HD0012', bold: true }] },
        ],
      },
    ],
    signatures: [{ capacity: ['KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC'], name: 'Nguyễn Thị Ngọc Ánh' }],
    recipients: ['Như trên;', 'Ban Quản lý (để báo cáo);', 'Lưu: VT, KT (02).'],
  };
}
