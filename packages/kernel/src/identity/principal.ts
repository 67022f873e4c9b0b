/** What a person or service may do (handbook §7): who records does not approve. */
export type Role = 'recorder' | 'approver' | 'reader' | 'operator' | 'service';

export const ROLES: readonly Role[] = ['recorder', 'approver', 'reader', 'operator', 'service'];

/** Who is asking, as the token says. */
export interface Principal {
  readonly subject: string;
  /** Boards whose data the principal may know of; `*` is every board of the deployment. */
  readonly boards: readonly string[];
  readonly roles: readonly Role[];
}

export const mayKnowBoard = (principal: Principal, board: string): boolean =>
  principal.boards.includes('*') || principal.boards.includes(board);

export const hasRole = (principal: Principal, ...anyOf: readonly Role[]): boolean => anyOf.some((role) => principal.roles.includes(role));
