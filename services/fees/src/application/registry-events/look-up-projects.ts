import { categoryOf } from '@kcn/kernel';
import { REPORTED_ERRORS } from '@kcn/layouts';
import type { KnownProject } from '../../domain/registry/registry-copy';
import { feeFaults } from '../../domain/layouts/fee-faults';
import type { FeeSet, SetFault } from '../../domain/layouts/fee-set';
import type { RegistryCopy, RegistryLookup } from './ports';

export interface LookedUp {
  /** What the copy did not have yet. */
  readonly found: readonly KnownProject[];
  readonly warnings: readonly SetFault[];
}

export interface ProjectLookupOptions {
  readonly registry: Pick<RegistryCopy, 'projects'>;
  /** Undefined where this service was not told where the registry is. */
  readonly lookup: RegistryLookup | undefined;
}

/** Looks up the projects that contracts of an import name and that no event has told of. What cannot be found or asked is a warning, never a refusal. */
export const createProjectLookup =
  ({ registry, lookup }: ProjectLookupOptions) =>
  async (board: string, set: FeeSet): Promise<LookedUp> => {
    const rows = (set['fee-contracts']?.rows ?? []).filter(({ content }) => content.projectCode !== '');
    if (!lookup || rows.length === 0) return { found: [], warnings: [] };
    const codes = [...new Set(rows.map(({ content }) => content.projectCode))];
    const known = new Set(
      (await registry.projects(undefined, board, codes)).filter(({ isRecorded }) => isRecorded).map(({ projectCode }) => projectCode),
    );
    const missing = codes.filter((code) => !known.has(code));
    let found: readonly KnownProject[] = [];
    let code: 'project_not_registered' | 'registry_not_reached' = 'project_not_registered';
    try {
      if (missing.length > 0) found = await lookup.projects(board, missing);
    } catch (error) {
      // Nothing the registry answers keeps a contract out; only what is wrong here does.
      if (categoryOf(error) === 'bug') throw error;
      code = 'registry_not_reached';
    }
    for (const { projectCode } of found) known.add(projectCode);
    const warnings = rows
      .filter(({ content }) => !known.has(content.projectCode))
      .slice(0, REPORTED_ERRORS)
      .map(({ content, line }): SetFault => {
        const fault = feeFaults.fault(code, { value: content.projectCode }, 'project_code');
        return { kind: 'fee-contracts', line, fault };
      });
    return { found, warnings };
  };

export type ProjectLookup = ReturnType<typeof createProjectLookup>;
