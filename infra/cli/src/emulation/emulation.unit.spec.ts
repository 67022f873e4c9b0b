import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withStandIns } from '../spec-support/run-kcn';
import type { Reply, Script, StandIn } from '../spec-support/stand-in';

const report = (mode: string, status: string, more: object = {}) => ({
  import_id: 'i1',
  mode,
  status,
  files: [],
  errors: [],
  error_count: 0,
  ...more,
});
const checked: Reply = { body: report('dry-run', 'checked') };
const applied: Reply = { status: 201, body: report('apply', 'applied') };
const known: Reply = { body: { items: [{ code: 'INV.NEW.N' }] } };
const taking = (...boards: string[]): Script =>
  Object.fromEntries(
    boards.flatMap((board) => [
      [`POST /v1/boards/${board}/imports`, [checked, applied]],
      [`GET /v1/boards/${board}/catalogue`, [known]],
    ]),
  );
const sent = ({ received }: StandIn): string[] =>
  received
    .filter(({ method }) => method === 'POST')
    .map(
      ({ path, query, body }) =>
        `${query.get('mode') ?? ''} ${path.split('/')[3] ?? ''} ${[...body.matchAll(/filename="([^"]+)"/g)].map(([, name]) => name).join(' ')}`,
    );

const bloc = { id: 'b', leader: 'ha-nam', members: [{ id: 'ha-noi' }, { id: 'ha-nam' }, { id: 'nam-dinh' }] };
const listed = {
  board: 'ha-nam',
  bloc: 'b',
  year: 2019,
  period: '2019-H1',
  leader: 'ha-nam',
  name: { vi: 'B', en: 'B' },
  members: ['ha-noi', 'ha-nam'],
};
const listing = (...items: object[]): Script => ({ 'GET /v1/blocs': [{ body: { items } }] });
const YEAR = '/v1/boards/ha-nam/blocs/b/years/2019';
const indicators = [
  { code: 'INV.NEW.N', kind: 'flow', units: { '': 'project' }, name: { vi: 'Mới', en: 'New' } },
  { code: 'ENV.X', kind: 'stock', units: { '': 'case' }, name: { vi: 'Sự cố, "lớn"', en: 'Incidents' } },
  {
    code: 'LAND.RATE',
    kind: 'ratio',
    units: { FDI: 'percent', DDI: 'percent' },
    num: ['A.N', 'B.N'],
    den: ['C.N'],
    name: { vi: 'Tỷ lệ', en: 'Rate' },
  },
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kcn-bloc-'));
  await Promise.all(['indicator-values', 'plan-targets', 'other'].map((name) => mkdir(join(folder, name))));
  const files = {
    'bloc.json': JSON.stringify(bloc),
    'criteria.json': JSON.stringify({ indicators }),
    'bloc-scores.csv': 'member\n',
    'expected.json': '{}',
    'indicator-values/ha-noi.csv': 'indicator\n',
    'plan-targets/ha-noi.csv': 'indicator\n',
    'plan-targets/ha-nam.xlsx': 'PK',
  };
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(folder, name), content)));
});
afterEach(() => rm(folder, { recursive: true }));

describe('load', () => {
  it('checks every member and the bloc before anything is applied, and applies the bloc last', async () => {
    await withStandIns({ reporting: taking('ha-noi', 'ha-nam'), emulation: taking('ha-nam') }, async ({ kcn, reporting, emulation }) => {
      const { exitCode, stdout, stderr } = await kcn('emulation', 'load', folder, '--json');
      expect(exitCode).toBe(0);
      const both = ['ha-noi catalogue.csv indicator-values.csv plan-targets.csv', 'ha-nam catalogue.csv plan-targets.xlsx'];
      expect(sent(reporting)).toEqual([...both.map((set) => `dry-run ${set}`), ...both.map((set) => `apply ${set}`)]);
      expect(sent(emulation)).toEqual(['dry-run', 'apply'].map((mode) => `${mode} ha-nam bloc-scores.csv bloc.json criteria.json`));
      expect(JSON.parse(stdout)).toMatchObject({
        bloc: 'b',
        status: 'applied',
        members_without_values: ['nam-dinh'],
        skipped: ['expected.json', 'other/'],
      });
      expect(stderr).toContain('Không có số liệu của: nam-dinh');
    });
  });

  it('makes only those indicators of the criteria known that the board does not know', async () => {
    await withStandIns({ reporting: taking('ha-noi', 'ha-nam'), emulation: taking('ha-nam') }, async ({ kcn, reporting }) => {
      await kcn('emulation', 'load', folder, '--member', 'ha-noi');
      const body = Buffer.from(reporting.received.find(({ method }) => method === 'POST')?.body ?? '', 'latin1').toString('utf8');
      expect(body).toContain(
        [
          'code,name_vi,name_en,unit,kind,source,numerator,denominator,breakdowns',
          'ENV.X,"Sự cố, ""lớn""",Incidents,case,stock,typed,,,',
          'LAND.RATE,Tỷ lệ,Rate,percent,ratio,typed,A.N + B.N,C.N,capital',
          '',
        ].join('\n'),
      );
      expect(body).not.toContain('INV.NEW.N');
    });
  });

  it('--member sends that member alone; --board beside it also the bloc, under that board', async () => {
    await withStandIns({ reporting: taking('ha-noi'), emulation: taking('ha-noi') }, async ({ kcn, reporting, emulation }) => {
      expect((await kcn('emulation', 'load', folder, '--member', 'ha-noi', '--dry-run')).exitCode).toBe(0);
      expect([sent(reporting).length, sent(emulation).length]).toEqual([1, 0]);
      expect((await kcn('emulation', 'load', folder, '--member', 'ha-noi', '--board', 'ha-noi', '--dry-run')).exitCode).toBe(0);
      expect(sent(emulation)).toEqual(['dry-run ha-noi bloc-scores.csv bloc.json criteria.json']);
    });
  });

  it('a refusal anywhere applies nothing, and is told with the file as it lies in the folder', async () => {
    const fault = { where: 'line 2 column value', line: 2, column: 'value', code: 'not_a_number', vi: 'Không phải số', en: 'Not a number' };
    const refused = (file: string): Reply => ({
      status: 422,
      body: {
        status: 422,
        code: 'import_refused',
        vi: 'x',
        en: 'x',
        report: report('dry-run', 'refused', { errors: [{ file, ...fault }], error_count: 1 }),
      },
    });
    const reporting = { ...taking('ha-noi'), ...taking('ha-nam'), 'POST /v1/boards/ha-noi/imports': [refused('plan-targets.csv')] };
    await writeFile(join(folder, 'indicator-values/da-nang.csv'), 'indicator\n');
    await withStandIns({ reporting, emulation: taking('ha-nam') }, async ({ kcn, reporting: asked, emulation }) => {
      const { exitCode, stdout, stderr } = await kcn('emulation', 'load', folder, '--json');
      expect(exitCode).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({
        status: 'refused',
        error_count: 2,
        errors: [
          { file: 'indicator-values/da-nang.csv', code: 'unknown_member' },
          { file: 'plan-targets/ha-noi.csv', line: 2, code: 'not_a_number' },
        ],
      });
      expect(stderr).toMatch(/plan-targets\/ha-noi\.csv:2 +value +not_a_number/);
      expect([...sent(asked), ...sent(emulation)].every((one) => one.startsWith('dry-run'))).toBe(true);
      expect(sent(emulation)).toHaveLength(1);
    });
  });

  it('what cannot be meant is told before anything is sent', async () => {
    await withStandIns({ emulation: {} }, async ({ kcn, reporting, emulation }) => {
      const code = async (...args: string[]) => {
        const { exitCode, stdout } = await kcn('emulation', 'load', ...args, '--json');
        return [exitCode, (JSON.parse(stdout) as { code: string }).code];
      };
      expect(await code(join(folder, 'other'))).toEqual([64, 'not_a_bloc_folder']);
      expect(await code(join(folder, 'nowhere'))).toEqual([64, 'no_such_folder']);
      expect(await code(folder, '--member', 'da-nang')).toEqual([64, 'unknown_member']);
      expect([reporting.received, emulation.received]).toEqual([[], []]);
    });
  });

  it('where emulation is not deployed, says so', async () => {
    await withStandIns({ reporting: taking('ha-noi', 'ha-nam') }, async ({ kcn, reporting }) => {
      expect(await kcn('emulation', 'load', folder)).toMatchObject({
        exitCode: 78,
        stderr: expect.stringContaining('KCN_EMULATION_URL') as string,
      });
      expect(sent(reporting).filter((one) => one.startsWith('apply'))).toEqual([]);
    });
  });
});

describe('which bloc is meant', () => {
  it('is found by its leader; where several are, they are named', async () => {
    const member = { ...listed, board: 'ha-noi' };
    const result = { [`GET ${YEAR}/result`]: [{ body: '{"ranking":[]}' }] };
    await withStandIns({ emulation: { ...listing(member, listed), ...result } }, async ({ kcn, emulation }) => {
      expect(await kcn('emulation', 'rank', '--bloc', 'b', '--json')).toMatchObject({ exitCode: 0, stdout: '{"ranking":[]}' });
      expect(emulation.received[0]?.query.get('bloc')).toBe('b');
    });
    await withStandIns({ emulation: listing(listed, { ...listed, year: 2018 }) }, async ({ kcn }) => {
      expect(await kcn('emulation', 'rank', '--bloc', 'b')).toMatchObject({
        exitCode: 64,
        stderr: expect.stringMatching(/b 2019.*b 2018/) as string,
      });
    });
    await withStandIns({ emulation: listing() }, async ({ kcn }) => {
      expect(await kcn('emulation', 'score', '--bloc', 'b', '--all')).toMatchObject({
        exitCode: 64,
        stderr: expect.stringContaining('unknown_bloc') as string,
      });
    });
  });
});

it('follows a pull to its end and shows each verdict', async () => {
  const text = { vi: 'Không trả lời', en: 'No answer' };
  const state = (name: string, verdict: string | null) => ({
    body: {
      ...{ id: 'p1', bloc: 'b', year: 2019, state: name, deadline: '2019-07-12T00:00:00Z' },
      provisional: true,
      missing: ['ha-noi'],
      members: [{ board: 'ha-noi', verdict, revision: null, accepted_revision: null, detail: text }],
    },
  });
  const script: Script = {
    ...listing(listed),
    [`POST ${YEAR}/pulls`]: [{ status: 202, ...state('running', null) }],
    [`GET ${YEAR}/pulls/p1`]: [state('running', null), state('ended', 'unreachable')],
  };
  await withStandIns({ emulation: script }, async ({ kcn, emulation }) => {
    const { exitCode, stdout } = await kcn('emulation', 'pull', '--bloc', 'b', '--deadline', '5');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/ha-noi +unreachable/);
    expect(stdout).toContain('còn thiếu');
    expect(emulation.received.find(({ method }) => method === 'POST')?.body).toBe('{"deadline_seconds":5}');
  });
});

it('fetches the newest sheet of a member with its evidence; says so where there is none', async () => {
  const items = [1, 2].map((version) => ({ member: 'ha-noi', version, verdict: 'accepted' }));
  const script: Script = {
    ...listing(listed),
    [`GET ${YEAR}/sheets/received`]: [{ body: { items } }],
    [`GET ${YEAR}/sheets/received/ha-noi/2`]: [{ body: '{"format":"emulation-evidence/1"}' }],
  };
  await withStandIns({ emulation: script }, async ({ kcn }) => {
    const out = join(folder, 'evidence.json');
    expect((await kcn('emulation', 'evidence', '--bloc', 'b', '--member', 'ha-noi', '--out', out)).exitCode).toBe(0);
    expect(await readFile(out, 'utf8')).toBe('{"format":"emulation-evidence/1"}');
    expect((await kcn('emulation', 'evidence', '--bloc', 'b', '--member', 'ha-nam')).exitCode).toBe(1);
    expect((await kcn('emulation', 'evidence', '--bloc', 'b', '--member', 'da-nang')).exitCode).toBe(64);
  });
});

it('verify needs no service, and says what is wrong with a file that is no sheet', async () => {
  await withStandIns({}, async ({ kcn, registry, reporting }) => {
    const verify = async (content: string, ...more: string[]) => {
      const path = join(folder, 'sheet');
      await writeFile(path, content);
      const { exitCode, stdout } = await kcn('emulation', 'verify', path, ...more, '--json');
      return [exitCode, (JSON.parse(stdout) as { code?: string }).code];
    };
    expect(await verify('{"format":"other"}')).toEqual([64, 'bad_document']);
    expect(await verify('{')).toEqual([64, 'bad_json']);
    expect(await verify('a.b.c')).toEqual([64, 'sheet_alone']);
    const beside = ['--criteria', join(folder, 'criteria.json'), '--bloc-file', join(folder, 'bloc.json')];
    expect(await verify('a.b.c', '--keys', join(folder, 'nowhere.json'), ...beside)).toEqual([64, 'no_such_file']);
    expect(await verify('a.b.c', '--keys', join(folder, 'bloc-scores.csv'), ...beside)).toEqual([64, 'bad_key_set']);
    expect([registry.received, reporting.received]).toEqual([[], []]);
  });
});
