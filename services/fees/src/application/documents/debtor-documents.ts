import { notFound, precondition } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { plainDate } from '@kcn/kernel';
import type { AdministrativeDocument } from '@kcn/documents';
import { dueReminders } from '../../domain/arrears/reminder-ladder';
import type { DueReminders, RemindedInvoice, ReminderStepName } from '../../domain/arrears/reminder-ladder';
import { accountStatement } from '../../domain/documents/account-statement';
import { reconciliationMinutes } from '../../domain/documents/reconciliation-minutes';
import { reminderLetter } from '../../domain/documents/reminder-letter';
import { agreementStates } from '../accounting/agreements';
import { sourcesFor } from './board-sources';
import type { BoardSources } from './board-sources';
import { readDebtorAccounts } from './debtor-accounts';
import type { DebtorAccounts, OwedContract } from './debtor-accounts';

interface KnownAt {
  readonly knownAt: Date | undefined;
}

export interface StatementWish extends KnownAt {
  readonly contractNo: string;
  readonly from: PlainDate;
  readonly to: PlainDate;
}

interface DebtorWish extends KnownAt {
  readonly taxCode: string;
  readonly asOf: PlainDate;
  /** Only what is owed to that one. */
  readonly creditor: string | undefined;
}

export interface ReminderWish extends DebtorWish {
  /** Default: the highest step that the debtor's invoices have reached. */
  readonly step: ReminderStepName | undefined;
}

export interface ReconciliationWish extends DebtorWish {
  /** Default: the first day of the year. */
  readonly from: PlainDate | undefined;
}

const notOfCreditor = (taxCode: string, creditor: string): Error =>
  notFound('creditor_not_found', {
    vi: `Đơn vị ${taxCode} không có hợp đồng nào với đơn vị thu "${creditor}"`,
    en: `The debtor ${taxCode} has no contract with the creditor "${creditor}"`,
  });

const creditorNeeded = (creditors: readonly string[]): Error =>
  precondition('creditor_needed', {
    vi: `Biên bản lập giữa hai bên; hãy chọn một đơn vị thu (creditor): ${creditors.join(', ')}`,
    en: `Minutes are between two; name one creditor: ${creditors.join(', ')}`,
    params: { creditors: creditors.join(', ') },
  });

function contractsOf(accounts: DebtorAccounts, { taxCode, creditor }: DebtorWish): readonly OwedContract[] {
  const all = accounts.getContractsOf(taxCode);
  const found = all.filter((contract) => creditor === undefined || contract.creditor.creditor === creditor);
  if (found.length === 0) throw notOfCreditor(taxCode, creditor ?? '');
  return found;
}

/** What the ladder says of a debtor's open invoices as if none had been reminded of; what a kept agreement covers is held back. */
function remindersOf(accounts: DebtorAccounts, contracts: readonly OwedContract[], asOf: PlainDate): DueReminders {
  const held = new Set(
    agreementStates(accounts.facts, accounts.acts, asOf).flatMap(({ state, agreement }) => (state === 'KEPT' ? agreement.invoices : [])),
  );
  const open = contracts
    .flatMap(({ contractNo }) => accounts.positionsOf(contractNo))
    .map(
      ({ invoice: { code, dueDate }, open: left }): RemindedInvoice => ({
        invoice: code,
        dueDate,
        open: left,
        lastStep: undefined,
        isHeld: held.has(code),
      }),
    );
  return dueReminders(open, asOf);
}

const BEFORE_DUE: readonly ReminderStepName[] = ['NOTICE', 'DUE'];

/** Documents about what a debtor owes, as of a day. They change nothing and remember nothing. */
export function createDebtorDocuments(sources: BoardSources) {
  const read = async (board: string, asOf: PlainDate, knownAt: Date | undefined): Promise<DebtorAccounts> =>
    readDebtorAccounts(await sourcesFor(sources, board, knownAt), { board, asOf });

  return {
    /** @throws DomainError not_found `contract_not_found`; precondition `creditor_unknown`; invalid `bad_days` */
    async statement(board: string, { contractNo, from, to, knownAt }: StatementWish): Promise<AdministrativeDocument> {
      const accounts = await read(board, to, knownAt);
      const { creditor, debtor } = accounts.getContract(contractNo);
      const account = accounts.accountOf(contractNo, { from, to });
      return accountStatement({ creditor, debtor, account, interest: accounts.interestOf(contractNo) });
    },

    /** @throws DomainError not_found `debtor_not_found`, `creditor_not_found`; precondition `creditor_unknown`; as reminderLetter */
    async reminder(board: string, wish: ReminderWish): Promise<AdministrativeDocument> {
      const { asOf, knownAt } = wish;
      const accounts = await read(board, asOf, knownAt);
      const contracts = contractsOf(accounts, wish);
      const { overdue, upcoming } = remindersOf(accounts, contracts, asOf);
      const chosen = wish.step === undefined ? (overdue ?? upcoming) : BEFORE_DUE.includes(wish.step) ? upcoming : overdue;
      const listed = new Set(chosen?.invoices.map(({ invoice }) => invoice));
      return reminderLetter({
        debtor: contracts[0]?.debtor ?? { taxCode: wish.taxCode, name: '' },
        step: wish.step ?? chosen?.step.name ?? 'FRIENDLY',
        asOf,
        contracts: contracts.map(({ contractNo, creditor }) => ({
          contractNo,
          creditor,
          debts: accounts
            .positionsOf(contractNo)
            .filter(({ invoice }) => listed.has(invoice.code))
            .map(({ invoice, open, interest }) => ({
              invoice: invoice.code,
              period: invoice.period,
              dueDate: invoice.dueDate,
              open,
              interest,
            })),
        })),
      });
    },

    /** @throws DomainError not_found `debtor_not_found`, `creditor_not_found`; precondition `creditor_unknown`, `creditor_needed`; invalid `bad_days` */
    async reconciliation(board: string, wish: ReconciliationWish): Promise<AdministrativeDocument> {
      const { asOf, knownAt, from = plainDate(`${asOf.slice(0, 4)}-01-01`) } = wish;
      const accounts = await read(board, asOf, knownAt);
      const contracts = contractsOf(accounts, wish);
      const creditors = new Map(contracts.map(({ creditor }) => [creditor.creditor, creditor]));
      const [first, ...others] = contracts;
      if (!first || creditors.size > 1) throw creditorNeeded([...creditors.keys()]);
      const all = [first, ...others].map(({ contractNo }) => contractNo);
      return reconciliationMinutes({
        creditor: first.creditor,
        debtor: first.debtor,
        from,
        asOf,
        accounts: all.map((contractNo) => accounts.accountOf(contractNo, { from, to: asOf })),
        openInvoices: all
          .flatMap((contractNo) => accounts.positionsOf(contractNo))
          .filter(({ open }) => open > 0n)
          .map(({ invoice: { code: invoice, contractNo, period, dueDate, total }, open, interest }) => ({
            ...{ invoice, contractNo, period, dueDate, total, open, interest },
          })),
        interest: all.reduce((sum, contractNo) => sum + accounts.interestOf(contractNo), 0n),
      });
    },
  };
}

export type DebtorDocuments = ReturnType<typeof createDebtorDocuments>;
