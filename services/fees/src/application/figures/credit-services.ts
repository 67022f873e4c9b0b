import { recordKey } from '@kcn/contracts';
import type { Session } from '@kcn/messaging';
import type { Folded } from '../../domain/collection/fold';
import { createTariffBook } from '../../domain/tariffs/tariff-book';
import type { Service } from '../../domain/tariffs/tariff';
import type { Records } from '../ports';
import { contentsOf } from '../records/record-cells';

type Place = { readonly records: Pick<Records, 'current' | 'ofKind'>; readonly session: Session; readonly board: string };

/** Matching asks for no contract's service; money that came in without an invoice counts under it. */
export async function withCreditServices(folded: Folded, { records, session, board }: Place): Promise<Folded> {
  const credits = folded.lines.flatMap((line) => line.credits);
  const credited = new Set([...credits, ...folded.refunds].map(({ contractNo }) => contractNo));
  if (credited.size === 0) return folded;
  const names = [...credited].map((contractNo) => ({ kind: 'fee-contracts' as const, key: recordKey([contractNo]) }));
  const contracts = contentsOf('fee-contracts', [...(await records.current(session, board, names)).values()]);
  const tariffs = createTariffBook(contentsOf('fee-tariffs', await records.ofKind(session, board, 'fee-tariffs')));
  const services = new Map<string, Service | undefined>(
    contracts.map(({ contractNo, tariffCode }) => [contractNo, tariffs.versionsOf(tariffCode)[0]?.version.service]),
  );
  const facts = folded.facts.contracts.map((contract) => ({ ...contract, service: services.get(contract.contractNo) ?? contract.service }));
  return { ...folded, facts: { ...folded.facts, contracts: facts } };
}
