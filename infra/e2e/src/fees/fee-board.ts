import type { ApiClient } from '../platform/api-client';
import type { Platform } from '../platform/platform';
import { until } from '../platform/until';

/** A month in which every contract gets one invoice. */
const THROUGH = '2026-01';
const PATIENCE_MS = 300_000;

export interface RunProgress {
  readonly id: string;
  readonly state: string;
  readonly issued: number;
}

/** The run of a board that bills many contracts, and the two people it needs. */
export interface FeeBoard {
  readonly board: string;
  /** Creates the run. Resolves once its list is whole. */
  create(): Promise<string>;
  /** Answers once somebody has taken the approval down, whoever that is. */
  approve(id: string): Promise<void>;
  progress(): Promise<RunProgress>;
  waitFor(what: string, isThere: (run: RunProgress) => boolean): Promise<RunProgress>;
}

const csv = (header: string, rows: readonly string[]): Uint8Array => Buffer.from(`${[header, ...rows].join('\n')}\n`);

const TARIFFS = csv('tariff_code,park_code,service,unit,price,currency,valid_from,valid_to,vat_percent,decision_no', [
  'T,park,INFRA,M2_YEAR,12000,VND,2026-01-01,,10,01/QĐ',
]);
const CONTRACT_HEADER =
  'contract_no,park_code,project_code,enterprise_tax_code,enterprise_name,tariff_code,area_m2,start,end,billing,timing,proration,' +
  'grace_until,discount_percent,due_days,late_regime,late_rate_percent,water_percent';

export const contractNo = (index: number): string => `HT-${String(index).padStart(6, '0')}`;

const contractRow = (index: number): string =>
  `${contractNo(index)},park,,${String(9_900_000_000 + index)},DN ${String(index)},T,${String(1_000 + index)}.5,2026-01-01,,MONTH,ADVANCE,DAY,,,10,CIVIL,,`;

async function load(client: ApiClient, board: string, contracts: number): Promise<void> {
  const rows = Array.from({ length: contracts }, (_, index) => contractRow(index));
  const files = { 'fee-tariffs.csv': TARIFFS, 'fee-contracts.csv': csv(CONTRACT_HEADER, rows) };
  const answer = await client.upload(`/v1/boards/${board}/imports?mode=apply`, files);
  if (answer.status !== 201 && answer.status !== 202)
    throw new Error(`loading ${board} was answered ${String(answer.status)}: ${answer.text.slice(0, 500)}`);
  const { import_id: id } = answer.body as { import_id: string };
  const isWhole = async (): Promise<boolean> => {
    const { body } = await client.get(`/v1/boards/${board}/imports/${id}`);
    return (body as { status: string }).status === 'applied';
  };
  await until(isWhole, { what: `${board} is loaded`, timeoutMs: PATIENCE_MS, everyMs: 100 });
}

/** Loads a board of so many contracts. */
export async function loadFeeBoard(platform: Platform, { board, contracts }: { board: string; contracts: number }): Promise<FeeBoard> {
  const maker = await platform.client('fees', { subject: 'a.maker', roles: ['recorder'] });
  const checker = await platform.client('fees', { subject: 'a.checker', roles: ['approver'] });
  const runs = platform.databaseOf('fees').collection<RunProgress & { board: string }>('billing_runs');
  await load(maker, board, contracts);

  async function progress(): Promise<RunProgress> {
    const run = await runs.findOne({ board });
    if (!run) throw new Error(`${board} has no run`);
    return { id: run.id, state: run.state, issued: run.issued };
  }
  const waitFor: FeeBoard['waitFor'] = (what, isThere) =>
    until(
      async () => {
        const run = await progress();
        return isThere(run) ? run : undefined;
      },
      { what: `${board}: ${what}`, timeoutMs: PATIENCE_MS, everyMs: 10 },
    );
  return {
    board,
    progress,
    waitFor,
    async create() {
      await maker.insist('POST', `/v1/boards/${board}/billing-runs`, { through: THROUGH, mode: 'create' }, { key: `create-${board}` });
      return (await waitFor('the list is whole', ({ state }) => state === 'waiting')).id;
    },
    async approve(id) {
      const key = `approve-${board}`;
      const answer = await checker.insist('POST', `/v1/boards/${board}/billing-runs/${id}/approval`, {}, { key, timeoutMs: PATIENCE_MS });
      if (answer.status !== 200 && answer.status !== 202)
        throw new Error(`the approval was answered ${String(answer.status)}: ${answer.text}`);
    },
  };
}
