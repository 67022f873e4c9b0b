import { boardUrn, findBoard } from './peer-identity';

it.each([
  [`URI:${boardUrn('hai-duong')}`, 'hai-duong'],
  ['DNS:kcn.haiduong.gov.vn, URI:urn:kcn:board:hai-duong, IP Address:10.0.0.1', 'hai-duong'],
  ['URI:https://example.org, URI:urn:kcn:board:ha-nam', 'ha-nam'],
  ['DNS:hai-duong', undefined],
  ['DNS:urn:kcn:board:hai-duong', undefined],
  ['URI:urn:kcn:board:hai-duong, URI:urn:kcn:board:ha-nam', undefined],
  ['URI:urn:kcn:board:', undefined],
  ['URI:urn:kcn:board:*', undefined],
  ['URI:urn:kcn:board:Hai-Duong', undefined],
  ['URI:urn:kcn:board:hai-duong/x', undefined],
  ['URI:xurn:kcn:board:hai-duong', undefined],
  // What Node makes of one DNS name that holds a comma and our URI.
  ['DNS:"x, URI:urn:kcn:board:hai-duong, y"', undefined],
  [undefined, undefined],
])('%j names %j', (subjectaltname, board) => {
  expect(findBoard({ subjectaltname })).toBe(board);
});

it('no certificate names nobody', () => {
  expect(findBoard(undefined)).toBeUndefined();
});
