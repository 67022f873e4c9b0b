import type { Session } from '@kcn/messaging';
import type { Contract } from '../../domain/contracts/contract';
import type { BillingRun } from '../ports';

/** What the list of a run is made of, read piece by piece. */
export interface RunInputs {
  /** The next contracts in the order of their record keys. */
  contractsAfter(
    board: string,
    range: { readonly after: string; readonly count: number },
  ): Promise<readonly { readonly key: string; readonly contract: Contract }[]>;
  /** Whether anything that charges depend on was recorded above a position. */
  changedAfter(session: Session | undefined, board: string, position: number): Promise<boolean>;
  /** Whether an import of the board is written in part only. */
  isImporting(board: string): Promise<boolean>;
}

/** What a piece of work in the background is told by whoever runs it. */
export interface RunAttempt {
  /** Aborted when somebody else has taken over or the process stops. */
  readonly signal: AbortSignal;
  /** In the transaction of an effect: makes it fail when somebody else has taken over. */
  fence(session: Session): Promise<void>;
  /** 0–100 */
  report(percent: number): Promise<void>;
}

/** Asks that work on a run goes on, in the caller's transaction. */
export type RequestWork = (session: Session | undefined, run: Pick<BillingRun, 'board' | 'id' | 'state'>) => Promise<void>;
