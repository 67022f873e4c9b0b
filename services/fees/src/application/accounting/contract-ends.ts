import { addDays, invalid, precondition } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { recordKey } from '@kcn/contracts';
import type { Session } from '@kcn/messaging';
import { findTermination } from '../../domain/registry/registry-copy';
import type { Contract } from '../../domain/contracts/contract';
import type { Records } from '../ports';
import { contentsOf } from '../records/record-cells';
import type { RegistryCopy } from '../registry-events/ports';
import type { ContentOf } from './act';
import { contractNotFound } from './refusals';
import type { ActRule } from './two-person-act';

interface ContractPlace {
  readonly records: Pick<Records, 'current'>;
  readonly session: Session | undefined;
  readonly board: string;
}

const noTermination = ({ contractNo, projectCode }: Contract): Error =>
  precondition('no_termination_known', {
    vi: `Chưa có tin dự án ${projectCode} chấm dứt; hãy nêu ngày kết thúc của ${contractNo}`,
    en: `Nothing says that the project ${projectCode} has ended; name the last day of ${contractNo}`,
  });
const notLonger = ({ contractNo, end }: Contract): Error =>
  invalid('end_after_contract', {
    vi: `Hợp đồng ${contractNo} đã kết thúc vào ${String(end)}; ngày kết thúc chỉ có thể sớm hơn`,
    en: `The contract ${contractNo} ends on ${String(end)} already; it can only end earlier`,
  });

/** @throws DomainError not_found `contract_not_found` */
export async function getContract(contractNo: string, { records, session, board }: ContractPlace): Promise<Contract> {
  const found = await records.current(session, board, [{ kind: 'fee-contracts', key: recordKey([contractNo]) }]);
  const [contract] = contentsOf('fee-contracts', [...found.values()]);
  if (!contract) throw contractNotFound(contractNo);
  return contract;
}

/**
 * The day before its project was terminated, as far as the registry has told (FORMATS §4).
 * @throws DomainError not_found `contract_not_found`; precondition `no_termination_known`
 */
export async function drawContractEnd(
  contractNo: string,
  { registry, ...place }: ContractPlace & { readonly registry: Pick<RegistryCopy, 'projects'> },
): Promise<PlainDate> {
  const contract = await getContract(contractNo, place);
  const [project] = await registry.projects(place.session, place.board, [contract.projectCode]);
  const out = project && findTermination(project);
  if (out === undefined) throw noTermination(contract);
  return addDays(out, -1);
}

/** The last day on which a contract is charged, where its project or lease has ended; an end that is '' is taken back. */
export const contractEndRule = ({ records }: { readonly records: Pick<Records, 'current'> }): ActRule<ContentOf<'contract-end'>> => ({
  proposedBy: 'accountant',
  confirmedBy: undefined,
  // What was issued already is corrected by an adjustment.
  moves: false,
  subjectOf: ({ contractNo }) => contractNo,
  async judge(content, { session, board }) {
    const contract = await getContract(content.contractNo, { records, session, board });
    if (content.end !== '' && contract.end !== undefined && content.end > contract.end) throw notLonger(contract);
    return content;
  },
});
