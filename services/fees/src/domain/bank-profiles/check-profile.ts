import { invalid, isCurrency } from '@kcn/kernel';
import type { DomainError, ErrorDetail, LocalizedText } from '@kcn/kernel';
import { columnsOf, rolesOf } from './columns-profile';
import type { ColumnsProfile } from './columns-profile';
import { DEFAULT_PROFILE } from './default-profile';

const detail = (pointer: string, code: string, texts: LocalizedText): ErrorDetail => ({ pointer: `/${pointer}`, code, ...texts });

function faultsOf(profile: ColumnsProfile): ErrorDetail[] {
  const faults: ErrorDetail[] = [];
  const roleOf = new Map<string, string>();
  for (const [role, column] of rolesOf(profile)) {
    const other = roleOf.get(column);
    roleOf.set(column, role);
    if (other !== undefined)
      faults.push(
        detail(role, 'column_twice', {
          vi: `Cột "${column}" đã dùng cho ${other}`,
          en: `The column "${column}" stands for ${other} already`,
        }),
      );
  }
  if (profile.thousandsMark === profile.decimalMark)
    faults.push(
      detail('thousands_mark', 'marks_alike', {
        vi: 'Dấu phân cách hàng nghìn trùng dấu thập phân',
        en: 'The mark between thousands is the decimal mark too',
      }),
    );
  const own = columnsOf(DEFAULT_PROFILE);
  const columns = columnsOf(profile);
  if (columns.length === own.length && columns.every((column) => own.includes(column)))
    faults.push(
      detail('', 'columns_of_the_layout', {
        vi: 'Các cột trùng với mẫu bank-statement của hệ thống, không cần mẫu riêng',
        en: 'The columns are those of the bank-statement layout, which needs no profile',
      }),
    );
  if ('value' in profile.currency && !isCurrency(profile.currency.value))
    faults.push(
      detail('currency', 'unknown_currency', {
        vi: `Không biết loại tiền "${profile.currency.value}"`,
        en: `There is no currency "${profile.currency.value}"`,
      }),
    );
  return faults;
}

const badProfile = (faults: readonly ErrorDetail[]): DomainError =>
  invalid('bad_bank_profile', {
    vi: `Mẫu sao kê không dùng được: ${faults.map(({ vi }) => vi).join('; ')}`,
    en: `The bank profile cannot be used: ${faults.map(({ en }) => en).join('; ')}`,
    details: faults,
  });

/** @throws DomainError invalid `bad_bank_profile`, with every fault and the setting that it is about */
export function checkProfile(profile: ColumnsProfile): void {
  const faults = faultsOf(profile);
  if (faults.length > 0) throw badProfile(faults);
}
