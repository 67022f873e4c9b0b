import fc from 'fast-check';
import { boardId, findBoardId } from './board-id';
import type { Principal } from './principal';
import { ROLES, hasRole, mayKnowBoard } from './principal';

const principal = (overrides: Partial<Principal>): Principal => ({ subject: 'lan', boards: [], roles: [], ...overrides });

it.each(['hung-yen', 'a', 'kcn-2', 'ba-ria-vung-tau'])('"%s" is a board id', (text) => {
  expect(boardId(text)).toBe(text);
});

it.each(['Hung-Yen', 'hưng-yên', 'hung_yen', '-a', 'a-', 'a--b', 'a/b', 'a b', '', '*', 'x'.repeat(41), 'a\n'])('%j is none', (text) => {
  expect(findBoardId(text)).toBeUndefined();
  expect(() => boardId(text)).toThrow(expect.objectContaining({ code: 'bad_board_id', category: 'invalid' }));
});

it('a principal knows its boards and no other; the star is every board', () => {
  const board = fc.stringMatching(/^[a-z]{1,5}$/);
  fc.assert(
    fc.property(fc.array(board), board, (boards, asked) => {
      expect(mayKnowBoard(principal({ boards }), asked)).toBe(boards.includes(asked));
      expect(mayKnowBoard(principal({ boards: [...boards, '*'] }), asked)).toBe(true);
    }),
  );
});

it('any one of the roles asked for is enough, and none asked for is never enough', () => {
  fc.assert(
    fc.property(
      fc.subarray([...ROLES]),
      fc.subarray([...ROLES]),
      (has, asked) => hasRole(principal({ roles: has }), ...asked) === asked.some((role) => has.includes(role)),
    ),
  );
});
