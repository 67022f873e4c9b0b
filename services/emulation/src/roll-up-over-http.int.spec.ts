import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { BLOC_FILES } from './application/bloc/file-names';
import { DEMO_FOLDER, readSample, readTable, sampleBloc } from './spec-support/bloc-sample';
import { sampleFigures } from './spec-support/figures-server';
import { startEmulation } from './spec-support/start-emulation';
import type { TestEmulation } from './spec-support/start-emulation';

const LEADER = 'hai-duong';
const ROLL_UP = `/v1/boards/${LEADER}/blocs/bloc-red-river-delta/years/2019/roll-up`;

interface Row {
  readonly indicator: string;
  readonly breakdown: string;
  readonly members: number;
  readonly missing?: readonly string[];
}
const find = (rows: unknown, indicator: string, breakdown = ''): Row | undefined =>
  (rows as readonly Row[]).find((row) => row.indicator === indicator && row.breakdown === breakdown);

let emulation: TestEmulation;
beforeAll(async () => {
  emulation = await startEmulation();
  for (const { id } of sampleBloc().members) emulation.figures.set(id, sampleFigures(id));
  const files = Object.fromEntries(BLOC_FILES.map((name) => [name, readSample(name)]));
  await emulation.load(LEADER, files);
  await emulation.load('hung-yen', files);
});
afterAll(() => emulation.stop());

it('adds up to the published totals of the bloc', async () => {
  const { status, body } = await emulation.call('GET', ROLL_UP);
  expect({ status, period: body['period'], missing: body['missing'] }).toEqual({ status: 200, period: '2019-H1', missing: [] });
  const published = readTable(readFileSync(resolve(DEMO_FOLDER, 'published-figures.csv'), 'utf8'))
    .map(({ cells }) => cells)
    .filter((cells) => cells['board'] === 'bloc-red-river-delta' && cells['unit'] !== 'percent');
  expect(published).toHaveLength(22);
  for (const { indicator, breakdown, value, unit } of published)
    expect(body['sums']).toEqual(
      expect.arrayContaining([expect.objectContaining({ indicator, breakdown, unit, actual: value, members: 11 })]),
    );
});

it('names who reported nothing, and who lacks one figure; ratios are over those with both parts', async () => {
  const own = sampleFigures('ha-noi');
  emulation.figures.delete('hai-phong');
  emulation.figures.set('ha-noi', { ...own, values: own.values.filter((cells) => cells['indicator'] !== 'INV.IMPL.CUM') });
  const { body } = await emulation.call('GET', ROLL_UP);
  expect(body['missing']).toEqual(['hai-phong']);
  expect(find(body['sums'], 'INV.IMPL.CUM', 'FDI')).toMatchObject({ members: 9, missing: ['ha-noi', 'hai-phong'] });
  expect(find(body['sums'], 'INV.NEW.N')).toMatchObject({ members: 10, missing: ['hai-phong'] });
  expect(find(body['ratios'], 'INV.IMPL.RATE', 'FDI')).toMatchObject({ members: 9, missing: ['ha-noi', 'hai-phong'] });
  for (const id of ['ha-noi', 'hai-phong']) emulation.figures.set(id, sampleFigures(id));
});

it('another period has its own figures: those of last year are now the actual ones', async () => {
  const [now, then] = await Promise.all(['2019-H1', '2018-H1'].map((period) => emulation.call('GET', `${ROLL_UP}?period=${period}`)));
  const lastYear = (find(now?.body['sums'], 'INV.NEW.N') as Row & { readonly lastYear: string }).lastYear;
  expect(find(then?.body['sums'], 'INV.NEW.N')).toMatchObject({ actual: lastYear, lastYear: null });
  const nobody = await emulation.call('GET', `${ROLL_UP}?period=2016`);
  expect(nobody.body['missing']).toHaveLength(11);
  expect((await emulation.call('GET', `${ROLL_UP}?period=2016-H7`)).status).toBe(400);
});

it('counts a board that who asks may not know as missing, and is nobody else’s but the leader’s', async () => {
  const as = { sub: 'leader', boards: [LEADER, 'hung-yen'], roles: ['reader' as const] };
  const { body } = await emulation.call('GET', ROLL_UP, { as });
  expect(find(body['sums'], 'INV.NEW.N')).toMatchObject({ members: 2 });
  expect(body['missing']).toHaveLength(9);
  expect((await emulation.call('GET', ROLL_UP.replace(LEADER, 'hung-yen'), { as })).status).toBe(404);
});

it('lists the blocs by the boards that keep them and that who asks may know', async () => {
  const list = async (query: string, boards: string[]) => {
    const { status, body } = await emulation.call('GET', `/v1/blocs${query}`, { as: { sub: 'x', boards, roles: ['reader'] } });
    expect(status).toBe(200);
    return (body['items'] as { board: string; bloc: string; year: number; leader: string }[]).map(({ board, bloc, year, leader }) => [
      board,
      bloc,
      year,
      leader,
    ]);
  };
  const of = (board: string) => [board, 'bloc-red-river-delta', 2019, LEADER];
  expect(await list('', ['*'])).toEqual([of(LEADER), of('hung-yen')]);
  expect(await list('?bloc=bloc-red-river-delta&year=2019', ['hung-yen'])).toEqual([of('hung-yen')]);
  expect(await list('?year=2018', ['*'])).toEqual([]);
  expect(await list('?bloc=other', ['*'])).toEqual([]);
  expect(await list('', ['bac-ninh'])).toEqual([]);
});
