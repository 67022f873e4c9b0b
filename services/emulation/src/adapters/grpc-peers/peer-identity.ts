import { findBoardId } from '@kcn/kernel';

const PREFIX = 'urn:kcn:board:';

/** The name a board's certificate carries as its only `urn:kcn:board:` URI. */
export const boardUrn = (board: string): string => `${PREFIX}${board}`;

/**
 * The board that a certificate names, or undefined when it names none or several. The certificate's chain has been verified
 * by then; its common name and DNS names say nothing here.
 * @param certificate as node:tls gives it
 */
export function findBoard(certificate: { readonly subjectaltname?: string | undefined } | undefined): string | undefined {
  const names = certificate?.subjectaltname;
  // Node quotes a name that holds a comma or a quote, so that it cannot be mistaken for two; ours never hold either.
  if (names === undefined || names.includes('"')) return undefined;
  const boards = names
    .split(', ')
    .filter((name) => name.startsWith(`URI:${PREFIX}`))
    .map((name) => name.slice(4 + PREFIX.length));
  const [board] = boards;
  return boards.length === 1 && board !== undefined ? findBoardId(board) : undefined;
}
