import type { PlainDate } from '@kcn/kernel';
import type { CommandName, Session } from '@kcn/messaging';
import type { AwardCode } from '../../domain/awards/award-code';
import type { RegisteredAward, RegisterHead } from '../../domain/awards/award-register';
import type { BlocYear } from '../bloc/ports';

/** A board's register of one calendar year. */
export interface RegisterName {
  readonly board: string;
  readonly registerYear: number;
}

/** The award registers. Entries and revocations are inserted and read; none is ever changed or deleted. */
export interface AwardRegister {
  head(session: Session, name: RegisterName): Promise<RegisterHead>;
  /** Appends entries; the head moves in the same transaction. */
  insert(session: Session, awards: readonly RegisteredAward[], next: RegisterHead): Promise<void>;
  /** Appends the revocation of an entry. */
  revoke(session: Session, award: RegisteredAward, next: RegisterHead): Promise<void>;
  find(name: RegisterName & { readonly registerNumber: number }, session?: Session): Promise<RegisteredAward | undefined>;
  findByCode(code: AwardCode): Promise<RegisteredAward | undefined>;
  /** By number. */
  list(name: RegisterName): Promise<readonly RegisteredAward[]>;
  /** What the members of a bloc's year were given, revoked ones too. */
  ofBloc(name: BlocYear, session?: Session): Promise<readonly RegisteredAward[]>;
  /** What the nominees of a year were given, revoked ones too. */
  ofNominees(board: string, year: number, session?: Session): Promise<readonly RegisteredAward[]>;
}

/** A command of somebody. */
export type Command<Content> = CommandName & Content & { readonly actor: string };

/** The day in Vietnam. */
export type Today = () => PlainDate;
