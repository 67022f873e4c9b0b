import type { Platform } from '../platform/platform';
import { checkBilled } from './check-billed';
import { loadFeeBoard } from './fee-board';
import { RUN_FAULTS } from './run-faults';
import type { RunFault } from './run-faults';

interface RunOfBoard {
  readonly board: string;
  readonly contracts: number;
  readonly fault?: RunFault;
}

async function bill(platform: Platform, { board, contracts, fault }: RunOfBoard): Promise<{ wrong: string[]; sha256: string }> {
  const fees = await loadFeeBoard(platform, { board, contracts });
  const id = await fees.create();
  await fault?.arm?.(platform);
  const approval = fees.approve(id);
  approval.catch(() => undefined);
  // A process that is to die at its second chunk may be gone before anybody could look.
  await fees.waitFor('the first chunk', ({ issued }) => issued > 0);
  const struck = (await fault?.strike(platform, fees)) ?? [];
  await approval;
  await fees.waitFor('the end', ({ state }) => state === 'issued');
  const { wrong, sha256 } = await checkBilled(platform, { board, contracts });
  return { wrong: [...struck, ...wrong], sha256 };
}

/**
 * Bills the same contracts on boards of their own, undisturbed and with one fault each in the middle: every run ends by itself,
 * in the same invoices and numbers.
 * @returns what is wrong
 */
export async function billUnderFaults(platform: Platform, { name, contracts }: { name: string; contracts: number }): Promise<string[]> {
  const calm = await bill(platform, { board: `${name}-calm`, contracts });
  const wrong = [...calm.wrong];
  for (const [index, fault] of RUN_FAULTS.entries()) {
    const startedAt = performance.now();
    const disturbed = await bill(platform, { board: `${name}-${String(index)}`, contracts, fault });
    wrong.push(...disturbed.wrong);
    if (disturbed.sha256 !== calm.sha256) wrong.push(`${fault.name}: invoices differ from those of the undisturbed run`);
    console.log(`    ${fault.name}: ${((performance.now() - startedAt) / 1_000).toFixed(0)} s with loading`);
  }
  return wrong;
}
