import type { Instant } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import type { Appeal } from '../../domain/cycle/freeze';
import type { BlocYear } from '../bloc/ports';

export interface KeptAppeal extends Appeal, BlocYear {
  readonly id: string;
  /** The published revision that it is against. */
  readonly revision: number;
  readonly filedAt: Instant;
  readonly actor: string;
  readonly decision?: {
    /** The member whose person decided. */
    readonly by: string;
    readonly upheld: boolean;
    readonly answer: string;
    readonly decidedAt: Instant;
    readonly actor: string;
  };
}

export interface Appeals {
  list(name: BlocYear, session?: Session): Promise<readonly KeptAppeal[]>;
  save(session: Session, appeal: KeptAppeal): Promise<void>;
}
