const PARKS = 4;

/** A month in which each of the contracts gets one invoice. */
export const MANY_THROUGH = '2026-01';
export const manyContractNo = (index: number): string => `HT-${String(index).padStart(6, '0')}`;

const rows = (header: string, lines: readonly string[]): Buffer => Buffer.from(`${[header, ...lines].join('\n')}\n`);

/** Fee files of a board with so many contracts, two to a payer. */
export function manyContracts(count: number): Record<string, Buffer> {
  const parks = Array.from({ length: PARKS }, (_, park) => park.toString());
  return {
    'fee-tariffs.csv': rows('tariff_code,park_code,service,unit,price,currency,valid_from,valid_to,vat_percent,decision_no', [
      ...parks.map((park) => `T-${park},park-${park},INFRA,M2_YEAR,12000,VND,2026-01-01,,10,01/QĐ`),
    ]),
    'fee-contracts.csv': rows(
      'contract_no,park_code,project_code,enterprise_tax_code,enterprise_name,tariff_code,area_m2,start,end,billing,timing,proration,' +
        'grace_until,discount_percent,due_days,late_regime,late_rate_percent,water_percent',
      Array.from({ length: count }, (_, index) => {
        const park = (index % PARKS).toString();
        const taxCode = String(9_900_000_000 + Math.floor(index / 2));
        return `${manyContractNo(index)},park-${park},,${taxCode},DN ${String(index)},T-${park},${String(1_000 + index)},2026-01-01,,MONTH,ADVANCE,DAY,,,10,CIVIL,,`;
      }),
    ),
  };
}

/** Bank lines of one account; amounts in đồng. */
export const bankLines = (
  lines: readonly { readonly ref: string; readonly amount: bigint; readonly text: string }[],
): Record<string, Buffer> => ({
  'bank-statement.csv': rows(
    'account,booked_on,value_on,amount,currency,bank_ref,remitter,description',
    lines.map(({ ref, amount, text }) => `1001,2026-01-20,,${amount.toString()},VND,${ref},DN,${text}`),
  ),
});
