import type { Session } from '@kcn/messaging';
import type { KnownLease, KnownPark, KnownProject, LeaseChange } from '../../domain/registry/registry-copy';

/** What fees keeps of the registry: a copy that is always a little behind, and that billing never waits for. */
export interface RegistryCopy {
  projects(session: Session | undefined, board: string, codes: readonly string[]): Promise<KnownProject[]>;
  leases(session: Session | undefined, board: string, leaseNos: readonly string[]): Promise<KnownLease[]>;
  /** Those of a project, by number. */
  leasesOf(board: string, projectCode: string): Promise<KnownLease[]>;
  /** All of a board, in the order of days. */
  leaseChanges(session: Session | undefined, board: string): Promise<LeaseChange[]>;
  parks(session: Session | undefined, board: string, codes: readonly string[]): Promise<KnownPark[]>;
  /** Whether the registry ever told anything of the board. */
  hasAny(session: Session | undefined, board: string): Promise<boolean>;
  /** Puts these in the place of what is known of them; a change is only ever added. */
  save(session: Session, board: string, known: RegistryUpdate): Promise<void>;
}

export interface RegistryUpdate {
  readonly projects?: readonly KnownProject[];
  readonly leases?: readonly KnownLease[];
  readonly leaseChanges?: readonly LeaseChange[];
  readonly parks?: readonly KnownPark[];
}

/** The registry answers for at most so many codes at once. */
export const MOST_LOOKED_UP = 500;

/** The registry itself, asked over the network. */
export interface RegistryLookup {
  /** Projects of at most MOST_LOOKED_UP codes that it has. @throws DomainError unavailable within the deadline */
  projects(board: string, codes: readonly string[]): Promise<KnownProject[]>;
}
