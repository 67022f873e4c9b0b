import type { TestTokenClaims } from '@kcn/testkit';
import type { Answer, TestFees } from './start-fees';

export const ACCOUNTANT: TestTokenClaims = { sub: 'accountant', roles: ['recorder'] };
export const SECOND: TestTokenClaims = { sub: 'second', roles: ['recorder'] };
export const HEAD: TestTokenClaims = { sub: 'head', roles: ['approver'] };
export const READER: TestTokenClaims = { sub: 'reader', roles: ['reader'] };

/** 1,000 m² × 100 đ a month = 100,000, with 10 % VAT 110,000 an invoice, due on the 10th day after the 1st. */
export const TOTAL = 110_000;

const CONTRACT_COLUMNS =
  'contract_no,park_code,project_code,enterprise_tax_code,enterprise_name,tariff_code,area_m2,start,end,billing,timing,proration,grace_until,discount_percent,due_days,late_regime,late_rate_percent,water_percent';
const LINE_COLUMNS = 'account,booked_on,value_on,amount,currency,bank_ref,remitter,description';

const contractRow = (no: string, taxCode: string, areaM2: number): string =>
  `${no},kcn-a,P-${no},${taxCode},Doanh nghiệp ${no},T-1,${String(areaM2)},2026-01-01,,MONTH,ADVANCE,MONTH,,,10,CIVIL,10,`;

export interface LineGiven {
  readonly ref: string;
  readonly on: string;
  readonly amount: number;
  readonly text: string;
}

/** A board with two contracts of round amounts, billed from January 2026, and what people do on it. */
export function accountingBoard(fees: TestFees, board: string) {
  const path = (rest: string): string => `/v1/boards/${board}${rest}`;
  const post = (rest: string, as: TestTokenClaims, body?: unknown, key?: string): Promise<Answer> =>
    fees.call('POST', path(rest), { as, ...(body === undefined ? {} : { body }), ...(key === undefined ? {} : { key }) });
  const get = (rest: string): Promise<Answer> => fees.call('GET', path(rest));

  async function contracts(areas: Readonly<Record<string, number>>): Promise<void> {
    const rows = Object.entries(areas).map(([no, area], index) => contractRow(no, `990000010${String(index)}`, area));
    const text = `${[CONTRACT_COLUMNS, ...rows].join('\n')}\n`;
    const answer = await fees.importFiles(board, { 'fee-contracts.csv': Buffer.from(text) });
    expect([answer.status, answer.body['errors']]).toEqual([201, []]);
  }

  return {
    post,
    get,
    contracts,
    confirm: (id: string, as: TestTokenClaims = SECOND) => post(`/acts/${id}/confirmation`, as),
    async lines(...given: readonly LineGiven[]): Promise<void> {
      const rows = given.map(({ ref, on, amount, text }) => `1001,${on},${on},${String(amount)},VND,${ref},Người trả,${text}`);
      const answer = await fees.importFiles(board, { 'bank-statement.csv': Buffer.from(`${[LINE_COLUMNS, ...rows].join('\n')}\n`) });
      expect([answer.status, answer.body['errors']]).toEqual([201, []]);
    },
    /** Tariff, contracts C-1 and C-2, and everything issued through a month. */
    async start(through = '2026-03', more: Readonly<Record<string, Buffer>> = {}): Promise<void> {
      const tariffs =
        'tariff_code,park_code,service,unit,price,currency,valid_from,valid_to,vat_percent,decision_no\nT-1,kcn-a,INFRA,M2_MONTH,100,VND,2026-01-01,,10,QĐ 1\n';
      expect((await fees.importFiles(board, { 'fee-tariffs.csv': Buffer.from(tariffs), ...more })).status).toBe(201);
      await contracts({ 'C-1': 1_000, 'C-2': 1_000 });
      await this.issue(through);
    },
    async issue(through: string): Promise<void> {
      const created = await post('/billing-runs', ACCOUNTANT, { through, mode: 'create' });
      expect(created.status).toBeLessThan(300);
      for (let state = created.body.state; state === 'planning'; ) state = (await get(`/billing-runs/${created.body.id}`)).body.state;
      const approved = await post(`/billing-runs/${created.body.id}/approval`, HEAD);
      expect(approved.status).toBeLessThan(300);
      for (;;) {
        const { body } = await get(`/billing-runs/${created.body.id}`);
        if (body.state === 'issued') return;
      }
    },
    /** Contract by contract as of a day. */
    async balances(asOf = '2026-09-30'): Promise<Record<string, Record<string, number>>> {
      const { body } = await get(`/report?as_of=${asOf}`);
      return Object.fromEntries((body['balances'] as { contract_no: string }[]).map((row) => [row.contract_no, row as never]));
    },
    async invoices(asOf = '2026-09-30'): Promise<Record<string, Record<string, number | string>>> {
      const { body } = await get(`/report?as_of=${asOf}`);
      return Object.fromEntries(body.invoices.map((row) => [row.code, row as never]));
    },
    /** Closing balances by account between two accounting days; every column balances. */
    async trialBalance(from = '2026-01-01', to = '2026-12-31'): Promise<Record<string, number>> {
      const { body } = await get(`/trial-balance?from=${from}&to=${to}`);
      const rows = body['rows'] as readonly { code: string; opening: number; debit: number; credit: number; closing: number }[];
      const sum = (of: (row: (typeof rows)[number]) => number): number => rows.reduce((all, row) => all + of(row), 0);
      expect([sum((row) => row.opening), sum((row) => row.debit - row.credit), sum((row) => row.closing)]).toEqual([0, 0, 0]);
      return Object.fromEntries(rows.map(({ code, closing }) => [code, closing]));
    },
  };
}
