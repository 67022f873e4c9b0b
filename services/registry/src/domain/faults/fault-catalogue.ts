import { defineFaults } from '@kcn/layouts';
import type { FaultCode } from '@kcn/layouts';

/** What only parks, projects and leases can have wrong; files, cells and rows have the shared faults. */
export const registryFaults = defineFaults({
  // One cell
  bad_project_code: {
    vi: '{value}: mã số dự án của GCNĐKĐT cấp từ 01/7/2015 có 10 chữ số',
    en: '{value}: the code of a certificate issued from 2015-07-01 has 10 digits',
  },
  bad_country: { vi: '{value} không phải mã nước ISO 2 chữ cái', en: '{value} is not a two-letter ISO country code' },
  bad_vsic: { vi: '{value} không phải mã ngành VSIC', en: '{value} is not a VSIC code' },

  // One row
  capital_currency: {
    vi: 'Vốn {capitalKind} phải ghi bằng {expected}, không phải {currency}',
    en: '{capitalKind} capital is kept in {expected}, not in {currency}',
  },
  key_differs: {
    vi: 'Nội dung có khóa {contentKey}, địa chỉ có khóa {key}',
    en: 'The content has the key {contentKey}, the address {key}',
  },

  // A record among the others
  still_referenced: { vi: 'Còn được dẫn chiếu bởi {by}', en: 'Still referred to by {by}' },
  action_not_allowed: {
    vi: '{action} ngày {date} không được phép ở trạng thái "{stateVi}"; được phép: {allowedVi}',
    en: '{action} on {date} is not allowed in state "{stateEn}"; allowed: {allowedEn}',
  },
  event_before_issue: {
    vi: '{action} ngày {date} trước ngày cấp {issuedOn}',
    en: '{action} on {date} is before the issue on {issuedOn}',
  },
  capital_below_zero: {
    vi: 'Giảm {amount} khi vốn đăng ký còn {capital}',
    en: 'A decrease by {amount} with {capital} registered',
  },
  capital_too_large: { vi: 'Vốn đăng ký sau điều chỉnh vượt quá 64 bit', en: 'The registered capital no longer fits 64 bits' },
  currency_differs: {
    vi: '{currency} khác đồng tiền của dự án ({expected})',
    en: "{currency} is not the project's currency ({expected})",
  },
});

/** A fault with its texts filled in. */
export const { fault } = registryFaults;

export type RegistryFaultCode = FaultCode | keyof typeof registryFaults.texts;
