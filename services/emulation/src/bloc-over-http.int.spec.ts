import { createHash } from 'node:crypto';
import { eventually } from '@kcn/testkit';
import { BLOC_FILES } from './application/bloc/file-names';
import { readSample, sampleBloc } from './spec-support/bloc-sample';
import { sampleFigures } from './spec-support/figures-server';
import { startEmulation } from './spec-support/start-emulation';
import type { Answer, TestEmulation } from './spec-support/start-emulation';

const LEADER = 'hai-duong';
const BLOC = `/v1/boards/${LEADER}/blocs/bloc-red-river-delta/years/2019`;
const sampleFiles = (): Record<string, string> => Object.fromEntries(BLOC_FILES.map((name) => [name, readSample(name)]));
const expected = JSON.parse(readSample('expected.json')) as Record<string, unknown>;

let emulation: TestEmulation;
/** Everything that is stored, but for the remembered answers of commands. */
const stored = async () => {
  const db = emulation.database.connection.getClient().db(emulation.database.connection.name);
  return Promise.all(
    ['event_log', 'log_heads', 'bloc_versions'].map((name) => db.collection<{ _id: string }>(name).find().sort({ _id: 1 }).toArray()),
  );
};
const changed = (files: Readonly<Record<string, string>>): Record<string, string> => ({ ...sampleFiles(), ...files });
const bloc = (change: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ ...(JSON.parse(readSample('bloc.json')) as Record<string, unknown>), ...change });

beforeAll(async () => {
  emulation = await startEmulation();
  for (const { id } of sampleBloc().members) emulation.figures.set(id, sampleFigures(id));
});
afterAll(() => emulation.stop());

it('a dry run checks the set and keeps nothing', async () => {
  const checked = await emulation.load(LEADER, sampleFiles(), { mode: 'dry-run' });
  expect(checked).toMatchObject({ status: 200, body: { status: 'checked', error_count: 0 } });
  expect((await stored()).flat()).toEqual([]);
  expect(await emulation.call('GET', `${BLOC}/result`)).toMatchObject({ status: 404, body: { code: 'unknown_bloc' } });
});

describe('the bloc of the Red River Delta, loaded over HTTP', () => {
  let loaded: Answer;
  beforeAll(async () => {
    loaded = await emulation.load(LEADER, sampleFiles());
  });

  it('gives the whole expected result, to the last operand', async () => {
    expect(loaded).toMatchObject({ status: 201, body: { status: 'applied', last_position: 1 } });
    const result = await emulation.call('GET', `${BLOC}/result`);
    expect(result.status).toBe(200);
    expect(result.body).toEqual(expected);
  });

  it('ranks, and names what it all was computed from', async () => {
    const asOf = new Date().toISOString();
    emulation.figuresServer.asked.length = 0;
    const { status, body } = await emulation.call('GET', `${BLOC}/ranking?as_of=${asOf}`);
    expect({ status, ranking: body['ranking'], ties: body['ties'], awards: body['awards'] }).toEqual({
      status: 200,
      ranking: expected['ranking'],
      ties: expected['ties'],
      awards: expected['awards'],
    });
    expect(body['meta']).toMatchObject({ version: 1, figures: sampleBloc().members.map(({ id }) => ({ member: id, as_of: asOf })) });
    // This period and last year's of every member, each as of the same instant.
    expect(emulation.figuresServer.asked.map(({ asOf: at }) => at?.toISOString())).toEqual(Array(22).fill(asOf));
    expect(emulation.figuresServer.asked.every(({ selectors }) => selectors.every(({ unit }) => unit !== ''))).toBe(true);
  });

  it('the same load again changes nothing; with the same key it has the same answer', async () => {
    const before = await stored();
    const again = await emulation.load(LEADER, sampleFiles(), { key: 'once' });
    expect(again).toMatchObject({ status: 201, body: { status: 'applied', last_position: null } });
    expect(again.body['files']).toEqual(expect.arrayContaining([expect.objectContaining({ file: 'criteria.json', unchanged: 1 })]));
    const replayed = await emulation.load(LEADER, sampleFiles(), { key: 'once' });
    expect(replayed.headers.get('idempotency-replayed')).toBe('true');
    expect(replayed.body).toEqual(again.body);
    expect(await emulation.load(LEADER, changed({ 'ballots.csv': 'candidate,for,against,abstain\n' }), { key: 'once' })).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
    expect(await stored()).toEqual(before);
  });

  it('shows no figure of a board that who asks may not know; that member counts as missing', async () => {
    emulation.figuresServer.asked.length = 0;
    const as = { sub: 'leader', boards: [LEADER, 'quang-ninh'], roles: ['reader' as const] };
    const { status, body } = await emulation.call('GET', `${BLOC}/result`, { as });
    expect(status).toBe(200);
    expect((body['members'] as { member: string }[]).map(({ member }) => member).sort()).toEqual([LEADER, 'quang-ninh']);
    expect(body['missing']).toHaveLength(9);
    expect(JSON.stringify(emulation.figuresServer.asked)).not.toContain('hung-yen');
  });

  it('a principal of another board is told that there is nothing', async () => {
    const as = { sub: 'outsider', boards: ['quang-ninh'], roles: ['reader' as const, 'recorder' as const] };
    for (const path of ['result', 'ranking']) expect((await emulation.call('GET', `${BLOC}/${path}`, { as })).status).toBe(404);
    expect((await emulation.load(LEADER, sampleFiles(), { as })).status).toBe(404);
    expect((await emulation.call('POST', `${BLOC}/what-if`, { as, body: { criteria: {} } })).status).toBe(404);
  });

  it('faulty files are refused with every place, and nothing changes', async () => {
    const before = await stored();
    const scores = readSample('bloc-scores.csv').split('\n');
    const second = (scores[1] ?? '').split(',');
    const refused = await emulation.load(
      LEADER,
      changed({
        'bloc.json': bloc({ electors: '11', tieBreaks: ['group:IX', 'ballot'] }),
        'criteria.json': readSample('criteria.json').replace('"totalMax": "1000"', '"totalMax": "1001"'),
        'bloc-scores.csv': [...scores.slice(0, 2), 'one,two', ...scores.slice(2)].join('\n'),
        'other.txt': 'x',
      }),
    );
    expect(second.length).toBe(8);
    expect(refused).toMatchObject({ status: 422, body: { code: 'import_refused' } });
    const faults = refused.body.report.errors;
    expect(faults.map(({ file, where, code }) => `${file} ${where} ${code}`)).toEqual(
      expect.arrayContaining([
        'bloc.json /electors bad_type',
        expect.stringMatching(/^criteria\.json \/totalMax /),
        'bloc-scores.csv line 3 malformed',
        expect.stringMatching(/^other\.txt file /),
      ]),
    );
    for (const fault of faults) expect([fault.vi.length > 0, fault.en.length > 0]).toEqual([true, true]);

    const rows = await emulation.load(
      LEADER,
      changed({
        'bloc-scores.csv': `${scores[0] ?? ''}\nha-noi,NO-1,1,,,,,\nnowhere,I-1.1,x,,,,,\n`,
        'ballots.csv': 'candidate,for,against,abstain\nha-noi,12,0,0\nhai-phong,1,,0\n',
      }),
    );
    expect(rows.body.report.errors.map(({ file, where, code }) => `${file} ${where} ${code}`)).toEqual([
      'bloc-scores.csv line 2 column criterion unknown_criterion',
      'bloc-scores.csv line 3 column self_value bad_number',
      'bloc-scores.csv line 3 column member unknown_member',
      'ballots.csv line 2 too_many_votes',
      'ballots.csv line 3 column against bad_number',
    ]);
    expect(rows.body.report.files).toEqual(
      expect.arrayContaining([expect.objectContaining({ file: 'bloc-scores.csv', rows: 2, refused: 2, added: 0, corrected: 0 })]),
    );
    expect((await emulation.load('nobody', sampleFiles())).body.report.errors).toEqual([
      expect.objectContaining({ file: 'bloc.json', where: '/members', code: 'not_a_member' }),
    ]);
    expect((await emulation.load('hai-duong', { 'ballots.csv': sampleFiles()['ballots.csv'] ?? '' })).body.report.errors).toEqual(
      expect.arrayContaining([expect.objectContaining({ file: 'bloc.json', code: 'file_missing' })]),
    );
    expect(await stored()).toEqual(before);
  });

  it('other criteria are compared, and change nothing that is stored', async () => {
    const before = await stored();
    const criteria = JSON.parse(readSample('criteria.json')) as Record<string, unknown> & { version: string; penalties: unknown[] };
    const same = await emulation.call('POST', `${BLOC}/what-if`, { body: { criteria: { ...criteria, version: 'trial' } } });
    expect(same).toMatchObject({ status: 200, body: { criteriaVersion: 'trial', ranking: expected['ranking'] } });

    // Thái Bình has 5.00 penalty points, all of them declared or computed ones; its group sums are known.
    const without = await emulation.call('POST', `${BLOC}/what-if`, {
      body: { criteria: { ...criteria, version: 'no-penalties', penalties: [] } },
    });
    expect(without.body['differences']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ member: 'thai-binh', total: { real: '860.94', scenario: '865.94' } }),
        expect.objectContaining({ member: 'ninh-binh', total: { real: '860.94', scenario: '860.94' } }),
      ]),
    );
    const faulty = await emulation.call('POST', `${BLOC}/what-if`, { body: { criteria: { ...criteria, totalMax: '1001' } } });
    expect(faulty).toMatchObject({ status: 400, body: { code: 'bad_criteria' } });
    expect(faulty.body.errors).toEqual([expect.objectContaining({ pointer: '/criteria/totalMax' })]);

    expect(await stored()).toEqual(before);
    expect((await emulation.call('GET', `${BLOC}/result`)).body).toEqual(expected);
  });

  it('a corrected file is a new version beside the old; the others stay; what was known before is still answered', async () => {
    const earlier = new Date().toISOString();
    const corrected = await emulation.load(LEADER, { 'bloc.json': bloc({ thresholds: { flag: '910', certificate: '800' } }) });
    expect(corrected).toMatchObject({ status: 201, body: { last_position: 2 } });
    const now = await emulation.call('GET', `${BLOC}/ranking`);
    expect(now.body).toMatchObject({ meta: { version: 2 }, awards: { flags: ['hai-duong'] } });
    expect((await emulation.call('GET', `${BLOC}/result?as_of=${earlier}`)).body).toEqual(expected);
    const [log = [], , versions = []] = await stored();
    expect([log.length, versions.length]).toEqual([2, 2]);
  });

  it('two loads at once become two versions, each with its event in the same log, which goes to the topic', async () => {
    const both = await Promise.all(
      ['920', '930'].map((flag) => emulation.load(LEADER, { 'bloc.json': bloc({ thresholds: { flag, certificate: '800' } }) })),
    );
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    const [log = [], , versions = []] = await stored();
    expect(versions.map((one) => (one as unknown as { version: number }).version)).toEqual([1, 2, 3, 4]);
    const entries = log as unknown as readonly {
      type: string;
      aggregate: string;
      aggregateVersion: bigint;
      payload: { buffer: Uint8Array };
    }[];
    expect(entries.map(({ type, aggregate, aggregateVersion }) => [type, aggregate, Number(aggregateVersion)])).toEqual(
      [1, 2, 3, 4].map((version) => ['kcn.emulation.v1.BlocTaken', 'bloc:bloc-red-river-delta/2019', version]),
    );
    const relayed = await eventually(
      async () => {
        const found = await emulation.readTopic();
        return found.length === 4 ? found : undefined;
      },
      { describe: 'four events on the topic' },
    );
    const sample = createHash('sha256').update(readSample('criteria.json')).digest('hex');
    expect(relayed.map(({ version, files }) => [version, files.find(({ name }) => name === 'criteria.json')?.sha256])).toEqual(
      [1, 2, 3, 4].map((version) => [version, sample]),
    );
  });

  it('a figure in another unit is missing: the criterion is unscored, never 0 in silence', async () => {
    const own = sampleFigures('ha-noi');
    emulation.figures.set('ha-noi', {
      ...own,
      values: own.values.map((cells) => ({ ...cells, unit: cells['unit'] === 'project' ? 'dossier' : (cells['unit'] ?? '') })),
    });
    const { body } = await emulation.call('GET', `${BLOC}/result`);
    const members = body['members'] as readonly { readonly member: string; readonly unscored: readonly string[] }[];
    expect(members.find(({ member }) => member === 'ha-noi')?.unscored).not.toEqual([]);
    expect(members.find(({ member }) => member === 'hai-phong')?.unscored).toEqual([]);
  });

  it('a member that has reported nothing is ranked with what people set; without reporting there is no result at all', async () => {
    emulation.figures.delete('ha-noi');
    const { body } = await emulation.call('GET', `${BLOC}/ranking`);
    expect(body['meta']).toMatchObject({
      figures: expect.arrayContaining([expect.objectContaining({ member: 'ha-noi', as_of: null })]) as unknown,
    });
    expect(body['ranking']).toEqual(
      expect.arrayContaining([expect.objectContaining({ member: 'ha-noi', rank: expect.any(Number) as unknown })]),
    );
    await emulation.figuresServer.stop();
    expect(await emulation.call('GET', `${BLOC}/result`)).toMatchObject({ status: 503 });
  });
});
