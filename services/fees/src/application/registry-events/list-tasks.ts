import type { Session } from '@kcn/messaging';
import { withGivenEnd } from '../../domain/contracts/contract-days';
import { registryTasks } from '../../domain/registry/registry-tasks';
import type { RegistryTask } from '../../domain/registry/registry-tasks';
import type { Acts } from '../accounting/act';
import { contractEndsOf } from '../accounting/act-facts';
import type { Records } from '../ports';
import { readContents } from '../runs/board-facts';
import type { RegistryCopy } from './ports';

export interface RegistryTasksOptions {
  readonly records: Pick<Records, 'ofKind'>;
  readonly acts: Pick<Acts, 'inForce'>;
  readonly registry: RegistryCopy;
}

/** What the registry's events mean for the contracts of a board. */
export const createRegistryTasks =
  ({ records, acts, registry }: RegistryTasksOptions) =>
  async (session: Session | undefined, board: string): Promise<RegistryTask[]> => {
    // Of a board of which the registry never told anything nobody can say that a project is missing.
    if (!(await registry.hasAny(session, board))) return [];
    const ends = contractEndsOf(await acts.inForce(session, board));
    const contracts = (await readContents('fee-contracts', { records, session, board })).map((contract) => withGivenEnd(contract, ends));
    const codes = [...new Set(contracts.map(({ projectCode }) => projectCode).filter((code) => code !== ''))];
    return registryTasks({
      contracts,
      projects: new Map((await registry.projects(session, board, codes)).map((project) => [project.projectCode, project])),
      leaseChanges: await registry.leaseChanges(session, board),
    });
  };
