import { recordKey } from '@kcn/contracts';
import { notFound } from '@kcn/kernel';
import type { AdministrativeDocument } from '@kcn/documents';
import { reminderLetter } from '../../domain/documents/reminder-letter';
import type { RemindedContract, RemindedDebt } from '../../domain/documents/reminder-letter';
import { createTariffBook } from '../../domain/tariffs/tariff-book';
import { toContractFacts } from '../ledger/known-facts';
import { contentsOf } from '../records/record-cells';
import type { Letters } from '../reminders/ports';
import { readContents } from '../runs/board-facts';
import type { BoardSources } from './board-sources';
import { readCreditors } from './creditor-book';

const letterNotFound = (id: string): Error =>
  notFound('reminder_not_found', { vi: `Không có thư nhắc nợ "${id}"`, en: `There is no reminder "${id}"` });

/** A letter that the ladder has given, to be printed as it was given: what was paid later changes nothing in it. */
export function createGivenLetter({ now: { records }, letters }: Pick<BoardSources, 'now'> & { readonly letters: Pick<Letters, 'find'> }) {
  /** @throws DomainError not_found `reminder_not_found`; precondition `creditor_unknown`; as reminderLetter */
  return async (board: string, id: string): Promise<AdministrativeDocument> => {
    const letter = await letters.find(board, id);
    if (!letter) throw letterNotFound(id);
    const place = { records, session: undefined, board };
    const debts = new Map<string, RemindedDebt[]>();
    for (const { invoice, contractNo, dueDate, open, interest } of letter.invoices) {
      // An invoice's code is its contract's number and its period.
      const debt = { invoice, period: invoice.slice(contractNo.length + 1), dueDate, open, interest };
      debts.set(contractNo, [...(debts.get(contractNo) ?? []), debt]);
    }
    const names = [...debts.keys()].map((contractNo) => ({ kind: 'fee-contracts' as const, key: recordKey([contractNo]) }));
    const contracts = contentsOf('fee-contracts', [...(await records.current(undefined, board, names)).values()]);
    const tariffs = createTariffBook(await readContents('fee-tariffs', place));
    const creditors = await readCreditors(place);
    const owing = contracts
      .map((contract): RemindedContract => {
        const { contractNo } = contract;
        return { contractNo, creditor: creditors.get(toContractFacts(contract, tariffs)), debts: debts.get(contractNo) ?? [] };
      })
      .sort((a, b) => (a.contractNo < b.contractNo ? -1 : 1));
    return reminderLetter({
      debtor: { taxCode: letter.debtor, name: contracts[0]?.enterpriseName ?? '' },
      step: letter.step,
      asOf: letter.day,
      contracts: owing,
    });
  };
}

export type GivenLetters = ReturnType<typeof createGivenLetter>;
