import type { AdministrativeDocument } from '@kcn/documents';
import { instant } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { Creditor } from '../contracts/creditor';

/** Who pays. */
export interface Debtor {
  readonly taxCode: string;
  readonly name: string;
}

export type Head = Pick<AdministrativeDocument, 'form' | 'metadata' | 'issuer' | 'symbol' | 'place' | 'date'>;

/** The province or town that an address ends with. */
const placeOf = (address: string): string => address.split(',').at(-1)?.trim() ?? '';

/**
 * Who writes, under which number, where and when. Nothing in it comes from a clock: a file's times are those of its day.
 */
export function documentHead({
  creditors,
  title,
  symbol,
  date,
}: {
  /** More than one where a letter is about debts to several. */
  readonly creditors: readonly Creditor[];
  readonly title: string;
  readonly symbol: string;
  readonly date: PlainDate;
}): Head {
  const [first] = creditors;
  const place = first ? placeOf(first.address) : '';
  return {
    form: 'administrative',
    metadata: { title, createdAt: instant(`${date}T00:00:00Z`), author: creditors.map(({ name }) => name).join('; ') },
    issuer: { names: creditors.map(({ name }) => name.toUpperCase()) },
    symbol,
    // Without a place the head has no room for a date, and a letter needs one.
    place: place === '' ? '…' : place,
    date,
  };
}

/** Everything is signed by hand. */
export const DIRECTOR = { capacity: ['GIÁM ĐỐC'], note: '(Ký, ghi rõ họ tên, đóng dấu)' } as const;

/** `Doanh nghiệp mẫu (mã số thuế 9900000108)` */
export const debtorLine = ({ name, taxCode }: Debtor): string => (taxCode === '' ? name : `${name} (mã số thuế ${taxCode})`);
