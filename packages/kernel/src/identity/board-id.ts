import { invalid } from '../errors/domain-error';

/** A board's id, which never changes: lower case words joined by hyphens, `hung-yen`. */
export type BoardId = string & { readonly __brand: 'BoardId' };

const SHAPE = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export const findBoardId = (text: string): BoardId | undefined => (text.length <= 40 && SHAPE.test(text) ? (text as BoardId) : undefined);

/** @throws DomainError invalid `bad_board_id` */
export function boardId(text: string): BoardId {
  const found = findBoardId(text);
  if (!found)
    throw invalid('bad_board_id', {
      vi: `"${text}" không phải là mã ban quản lý (chữ thường không dấu, số, gạch nối)`,
      en: `"${text}" is not a board id (lower case letters, digits, hyphens)`,
    });
  return found;
}
