import type { ImportFile } from '../sample/import-files';

/** A billing month in which every contract gets exactly one invoice. */
export const THROUGH = '2026-01';
const PARKS = 20;

const park = (index: number): string => `park-${String(index % PARKS)}`;
const contractNo = (index: number): string => `HT-${String(index).padStart(7, '0')}`;

const TARIFF_HEADER = 'tariff_code,park_code,service,unit,price,currency,valid_from,valid_to,vat_percent,decision_no';
const CONTRACT_HEADER =
  'contract_no,park_code,project_code,enterprise_tax_code,enterprise_name,tariff_code,area_m2,start,end,billing,timing,proration,' +
  'grace_until,discount_percent,due_days,late_regime,late_rate_percent,water_percent';
const LINE_HEADER = 'account,booked_on,value_on,amount,currency,bank_ref,remitter,description';

/** Two prices inside the month, so that every charge has two parts; dong and dollars by turns. */
function tariffRows(): string[] {
  return Array.from({ length: PARKS }, (_, index) => [
    `T-${String(index)},${park(index)},INFRA,M2_YEAR,${index % 2 ? '0.45' : '11500'},${index % 2 ? 'USD' : 'VND'},2026-01-01,2026-01-14,10,01/QĐ`,
    `T-${String(index)},${park(index)},INFRA,M2_YEAR,${index % 2 ? '0.52' : '12300'},${index % 2 ? 'USD' : 'VND'},2026-01-15,,10,02/QĐ`,
  ]).flat();
}

/** Each begins on some day of the month, so that each is prorated. */
function contractRow(index: number): string {
  const start = `2026-01-${String((index % 20) + 1).padStart(2, '0')}`;
  const area = `${String(1_000 + (index % 9_000))}.${String(index % 100).padStart(2, '0')}`;
  const taxCode = String(9_900_000_000 + Math.floor(index / 2));
  const terms = `MONTH,ADVANCE,DAY,,${index % 3 ? '' : '5'},10,CIVIL,,`;
  return `${contractNo(index)},${park(index)},,${taxCode},Doanh nghiệp ${String(index)},T-${String(index % PARKS)},${area},${start},,${terms}`;
}

const file = (name: string, header: string, rows: readonly string[]): ImportFile => ({
  name,
  content: Buffer.from(`${[header, ...rows].join('\n')}\n`),
});

/** What is imported before the contracts. */
export const tariffFiles = (): ImportFile[] => [
  file('fee-tariffs.csv', TARIFF_HEADER, tariffRows()),
  file('exchange-rates.csv', 'date,currency,vnd_per_unit,source', ['2025-12-31,USD,25355.5,bench']),
];

/** A contract as an import leaves it in the database. */
export interface ContractRecord {
  readonly _id: string;
  readonly board: string;
  readonly kind: string;
  readonly key: string;
  readonly version: number;
  readonly cells: readonly { readonly column: string; readonly text: string }[];
  readonly payer: string;
}

export function contractRecord(board: string, index: number): ContractRecord {
  const texts = contractRow(index).split(',');
  const cells = CONTRACT_HEADER.split(',').map((column, at) => ({ column, text: texts[at] ?? '' }));
  const key = contractNo(index);
  return { _id: `${board}/fee-contracts/${key}`, board, kind: 'fee-contracts', key, version: 1, cells, payer: texts[3] ?? '' };
}

export interface BilledInvoice {
  readonly code: string;
  readonly contractNo: string;
  readonly total: bigint;
}

/** Contracts of one file, which may have 64 MB. */
const CONTRACTS_OF_A_FILE = 300_000;

/** Contracts as files, each an import of its own. */
export const contractFiles = (count: number): ImportFile[] =>
  Array.from({ length: Math.ceil(count / CONTRACTS_OF_A_FILE) }, (_, index) => {
    const first = index * CONTRACTS_OF_A_FILE;
    const length = Math.min(CONTRACTS_OF_A_FILE, count - first);
    return file(
      'fee-contracts.csv',
      CONTRACT_HEADER,
      Array.from({ length }, (__, at) => contractRow(first + at)),
    );
  });

/** A line for each invoice: most name its code, some the contract, some pay too little, some too much. */
export function lineFile(invoices: readonly BilledInvoice[]): ImportFile {
  const rows = invoices.map(({ code, contractNo: no, total }, index) => {
    const amount = index % 10 === 1 ? total / 2n : index % 10 === 2 ? total + 1_000n : total;
    const text = index % 10 === 3 ? `thanh toan hop dong ${no.replaceAll('-', ' ')}` : `phi ha tang ${code.replaceAll('-', '/')}`;
    const day = String((index % 28) + 1).padStart(2, '0');
    return `1002003001,2026-02-${day},,${amount.toString()},VND,FT${String(index).padStart(9, '0')},DN,${text}`;
  });
  return file('bank-statement.csv', LINE_HEADER, rows);
}
