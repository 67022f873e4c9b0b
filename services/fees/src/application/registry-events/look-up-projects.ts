import { categoryOf } from '@kcn/kernel';
import { REPORTED_ERRORS } from '@kcn/layouts';
import type { KnownProject } from '../../domain/registry/registry-copy';
import { feeFaults } from '../../domain/layouts/fee-faults';
import type { FeeSet, SetFault } from '../../domain/layouts/fee-set';
import { MOST_LOOKED_UP } from './ports';
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

/** With more unknown projects than this in one import the others are left to the registry's topic. */
const MOST_BATCHES = 40;

/**
 * Looks up the projects that contracts of an import name and that no event has told of. What cannot be found or asked is a
 * warning, never a refusal.
 */
export const createProjectLookup = ({ registry, lookup }: ProjectLookupOptions) => {
  /** @returns the codes that were answered for, and what was found */
  async function ask(asked: RegistryLookup, board: string, codes: readonly string[]) {
    const found: KnownProject[] = [];
    const answered = new Set<string>();
    for (let start = 0; start < Math.min(codes.length, MOST_BATCHES * MOST_LOOKED_UP); start += MOST_LOOKED_UP) {
      const batch = codes.slice(start, start + MOST_LOOKED_UP);
      try {
        found.push(...(await asked.projects(board, batch)));
      } catch (error) {
        // Nothing the registry answers keeps a contract out; only what is wrong here does.
        if (categoryOf(error) === 'bug') throw error;
        break;
      }
      for (const code of batch) answered.add(code);
    }
    return { found, answered };
  }

  return async (board: string, set: FeeSet): Promise<LookedUp> => {
    const rows = (set['fee-contracts']?.rows ?? []).filter(({ content }) => content.projectCode !== '');
    if (!lookup || rows.length === 0) return { found: [], warnings: [] };
    const codes = [...new Set(rows.map(({ content }) => content.projectCode))];
    const known = new Set(
      (await registry.projects(undefined, board, codes)).filter(({ isRecorded }) => isRecorded).map(({ projectCode }) => projectCode),
    );
    const missing = codes.filter((code) => !known.has(code));
    const { found, answered } = await ask(lookup, board, missing);
    for (const { projectCode } of found) known.add(projectCode);
    const warnings = rows
      .filter(({ content }) => !known.has(content.projectCode))
      .slice(0, REPORTED_ERRORS)
      .map(({ content: { projectCode }, line }): SetFault => {
        const code = answered.has(projectCode) ? 'project_not_registered' : 'registry_not_reached';
        return { kind: 'fee-contracts', line, fault: feeFaults.fault(code, { value: projectCode }, 'project_code') };
      });
    return { found, warnings };
  };
};

export type ProjectLookup = ReturnType<typeof createProjectLookup>;
