import { defineFaults } from '@kcn/layouts';
import type { FaultCode } from '@kcn/layouts';

const OWN = {
  tariff_overlap: {
    vi: 'Biểu giá {tariff}: giá từ ngày {from} bắt đầu khi giá từ ngày {before} còn hiệu lực',
    en: 'Tariff {tariff}: the price from {from} starts while the one from {before} is still valid',
  },
  tariff_differs: {
    vi: 'Biểu giá {tariff} có dòng khác ghi {column} là {other}',
    en: 'Another row of the tariff {tariff} has the {column} {other}',
  },
  unit_of_other_service: {
    vi: 'Đơn vị {value} không dùng cho dịch vụ {service}',
    en: 'The unit {value} is not one of the service {service}',
  },
  park_of_other_tariff: {
    vi: 'Hợp đồng thuộc khu {value}, biểu giá {tariff} thuộc khu {park}',
    en: 'The contract is in the park {value}, its tariff {tariff} in {park}',
  },
  contract_no_alike: {
    vi: 'Số hợp đồng {value} chỉ khác {other} ở dấu, khoảng trắng hoặc dấu câu',
    en: 'The contract number {value} differs from {other} in accents, spaces or punctuation only',
  },
  contract_no_begins: {
    vi: 'Số hợp đồng {value} là phần đầu của {other}; khi đối chiếu, số dài hơn được chọn',
    en: 'The contract number {value} begins {other}; when payments are matched the longer one wins',
  },
  contract_no_empty: {
    vi: 'Số hợp đồng {value} không có chữ hay số nào',
    en: 'The contract number {value} has no letter or digit',
  },
  reading_of_area_contract: {
    vi: 'Hợp đồng {value} không phải hợp đồng nước thải',
    en: 'The contract {value} is not a wastewater contract',
  },
  project_not_registered: {
    vi: 'Sổ đăng ký chưa có dự án {value}; hợp đồng vẫn được nhận',
    en: 'The registry has no project {value}; the contract is taken all the same',
  },
  registry_not_reached: {
    vi: 'Chưa hỏi được sổ đăng ký về dự án {value}; hợp đồng vẫn được nhận',
    en: 'The registry could not be asked for the project {value}; the contract is taken all the same',
  },
  bad_bank_bin: { vi: '{value} không phải mã BIN ngân hàng (6 chữ số)', en: '{value} is not a bank BIN (6 digits)' },
  bad_invoice_symbol: {
    vi: '{value} không phải ký hiệu mẫu và hóa đơn (1C26TAA)',
    en: '{value} is not the model and symbol of an invoice (1C26TAA)',
  },
} as const;

/** What only the files of fees can have wrong with them. */
export type OwnFeeFaultCode = keyof typeof OWN;
export type FeeFaultCode = FaultCode | OwnFeeFaultCode;

/** The faults of the fee files: the shared ones and their own. */
export const feeFaults = defineFaults<OwnFeeFaultCode>(OWN);
