import { generateKeyPairSync } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from '@kcn/local';
import { createCommandLine } from './platform/command-line';
import type { Ran } from './platform/command-line';
import type { Platform } from './platform/platform';
import { startPlatform } from './platform/platform';

jest.setTimeout(300_000);

const DEMO = join(REPOSITORY, 'infra/demo');
const FOLDER = join(DEMO, 'bloc-2019');
const BLOC = ['--bloc', 'bloc-red-river-delta'];
const SUMMARY = ['summary', '--board', 'hung-yen', '--period', '2017', '--json'];

interface LoadDocument {
  readonly status: string;
  readonly error_count: number;
  readonly files: readonly { readonly board: string; readonly file: string; readonly rows: number; readonly unchanged: number }[];
  readonly errors: readonly { readonly file: string; readonly where: string; readonly code: string }[];
}
interface Sum {
  readonly indicator: string;
  readonly breakdown: string;
  readonly unit: string;
  readonly actual: string;
  readonly missing?: readonly string[];
}
interface RollUp {
  readonly missing: readonly string[];
  readonly sums: readonly Sum[];
  readonly ratios: readonly { readonly indicator: string; readonly percent: string | null }[];
}

describe('the bloc of the Red River Delta on real services, by the command line', () => {
  let platform: Platform;
  let kcn: (...args: readonly string[]) => Promise<Ran>;
  let scratch: string;
  let before: string;

  const ask = async <T>(...args: readonly string[]): Promise<T> => {
    const { exitCode, stdout, stderr } = await kcn(...args, '--json');
    if (exitCode !== 0) throw new Error(`${args.join(' ')} ended with ${String(exitCode)}: ${stderr}${stdout.slice(0, 500)}`);
    return JSON.parse(stdout) as T;
  };
  /** Everything that was ever recorded, by service. */
  const recorded = () =>
    Promise.all(
      (['registry', 'reporting', 'emulation'] as const).map((service) =>
        platform.databaseOf(service).collection('event_log').countDocuments(),
      ),
    );
  /** The sample's folder with some files changed. */
  async function changedFolder(changes: Readonly<Record<string, (text: string) => string>>): Promise<string> {
    const folder = await mkdtemp(join(scratch, 'bloc-'));
    await cp(FOLDER, folder, { recursive: true });
    for (const [name, change] of Object.entries(changes)) {
      const path = join(folder, name);
      await writeFile(path, change(await readFile(path, 'utf8').catch(() => '')));
    }
    return folder;
  }

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'kcn-bloc-'));
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    await mkdir(join(scratch, 'signing-keys'));
    await writeFile(join(scratch, 'signing-keys', 'hung-yen.json'), JSON.stringify(privateKey.export({ format: 'jwk' })));
    await writeFile(join(scratch, 'keys.json'), JSON.stringify({ keys: [publicKey.export({ format: 'jwk' })] }));
    platform = await startPlatform({
      services: ['registry', 'reporting', 'emulation'],
      env: { emulation: { KCN_SIGNING_KEYS_DIR: join(scratch, 'signing-keys') } },
    });
    kcn = await createCommandLine(platform);
    await ask('load', join(DEMO, 'hung-yen-2017'));
    before = (await kcn(...SUMMARY)).stdout;
    expect((JSON.parse(before) as { figures: unknown[] }).figures).toEqual(
      (JSON.parse(await readFile(join(DEMO, 'hung-yen-2017/expected-2017.json'), 'utf8')) as { figures: unknown[] }).figures,
    );
  });
  afterAll(async () => {
    await platform.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  test('a folder with faults is refused with every place, and nothing is recorded anywhere', async () => {
    const count = await recorded();
    const folder = await changedFolder({
      'criteria.json': (text) => text.replace('"totalMax": "1000"', '"totalMax": "1001"'),
      'ballots.csv': () => 'candidate,for,against,abstain\nnobody,1,0,0\n',
      'indicator-values/ha-noi.csv': (text) => text.replace('INV.NEW.N,,2019-H1,23,', 'INV.NEW.N,,2019-H1,many,'),
      'plan-targets/ha-nam.csv': (text) => `${text}NO.SUCH.N,,2019,1,project,,\n`,
      'plan-targets/da-nang.csv': () => 'indicator,breakdown,year,value,unit,decision_no,note\n',
    });
    const lines = (await readFile(join(folder, 'plan-targets/ha-nam.csv'), 'utf8')).trimEnd().split('\n').length;
    for (const flags of [['--dry-run'], []]) {
      const { exitCode, stdout, stderr } = await kcn('emulation', 'load', folder, ...flags, '--json');
      const { status, errors } = JSON.parse(stdout) as LoadDocument;
      expect({ exitCode, status }).toEqual({ exitCode: 1, status: 'refused' });
      expect(errors.map(({ file, where, code }) => `${file} ${where} ${code}`)).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^criteria\.json \/totalMax /),
          'indicator-values/ha-noi.csv line 2 column value not_a_number',
          `plan-targets/ha-nam.csv line ${String(lines)} column indicator unknown_indicator`,
          'plan-targets/da-nang.csv file unknown_member',
        ]),
      );
      expect(stderr).toMatch(/indicator-values\/ha-noi\.csv:2 +value +not_a_number/);
    }
    expect(await recorded()).toEqual(count);
  });

  test('a dry run checks all of it and records nothing', async () => {
    const count = await recorded();
    const { status, error_count, files } = await ask<LoadDocument>('emulation', 'load', FOLDER, '--dry-run');
    expect({ status, error_count }).toEqual({ status: 'checked', error_count: 0 });
    expect(new Set(files.map(({ board }) => board)).size).toBe(11);
    expect(await recorded()).toEqual(count);
    expect((await kcn('emulation', 'rank', ...BLOC)).exitCode).toBe(64);
  });

  test('loaded, it ranks as was computed apart from the platform, point by point', async () => {
    expect(await ask<LoadDocument>('emulation', 'load', FOLDER)).toMatchObject({ status: 'applied', error_count: 0 });
    const expected = JSON.parse(await readFile(join(FOLDER, 'expected.json'), 'utf8')) as { members: { member: string }[] };
    expect(await ask('emulation', 'rank', ...BLOC)).toEqual(expected);
    expect(await ask('emulation', 'score', ...BLOC, '--member', 'hung-yen')).toMatchObject({
      members: expected.members.filter(({ member }) => member === 'hung-yen'),
    });
    expect(await ask('emulation', 'score', ...BLOC, '--all', '--year', '2019')).toMatchObject({ members: expected.members });
  });

  test('loaded a second time, it changes nothing', async () => {
    const count = await recorded();
    const { status, files } = await ask<LoadDocument>('emulation', 'load', FOLDER);
    expect(status).toBe('applied');
    for (const { file, rows, unchanged } of files) expect({ file, unchanged }).toEqual({ file, unchanged: rows });
    expect(await recorded()).toEqual(count);
  });

  test('leaves the 2017 summary of Hưng Yên the same to the byte, and every check of its board sound', async () => {
    expect((await kcn(...SUMMARY)).stdout).toBe(before);
    expect(await ask('verify', '--board', 'hung-yen')).toMatchObject({ ok: true });
  });

  test('rolls up to the published totals of the bloc, and names who is missing', async () => {
    const published = (await readFile(join(DEMO, 'published-figures.csv'), 'utf8'))
      .split('\n')
      .map((line) => line.split(','))
      .filter(([board]) => board === 'bloc-red-river-delta');
    expect(published).toHaveLength(23);
    const rolled = await ask<RollUp>('emulation', 'roll-up', ...BLOC, '--period', '2019-H1');
    expect(rolled.missing).toEqual([]);
    for (const [, period, indicator, breakdown, value, unit] of published) {
      expect(period).toBe('2019-H1');
      const sum = rolled.sums.find((one) => one.indicator === indicator && one.breakdown === breakdown && one.unit === unit);
      if (sum) expect({ indicator, breakdown, actual: sum.actual }).toEqual({ indicator, breakdown, actual: value });
      // The one ratio among them is stated as "above 55 %" of every member.
      else expect(Number(rolled.ratios.find((one) => one.indicator === indicator)?.percent)).toBeGreaterThan(Number(value));
    }
    // Only Hưng Yên has records, and only until 2017; 33 projects of 2017 are those of its own summary.
    const own = (JSON.parse(before) as { figures: { indicator: string; breakdown: string; value: string }[] }).figures;
    const of2017 = await ask<RollUp>('emulation', 'roll-up', ...BLOC, '--period', '2017');
    expect(of2017.missing).toHaveLength(10);
    expect(of2017.missing).not.toContain('hung-yen');
    const find = <T extends { indicator: string; breakdown: string }>(rows: readonly T[]) =>
      rows.find(({ indicator, breakdown }) => indicator === 'INV.NEW.N' && breakdown === '');
    expect(find(of2017.sums)?.actual).toBe(find(own)?.value);
    expect(find(of2017.sums)?.missing).toHaveLength(10);
  });

  test('other criteria are compared and change nothing', async () => {
    const count = await recorded();
    const file = join(scratch, 'no-penalties.json');
    const criteria = JSON.parse(await readFile(join(FOLDER, 'criteria.json'), 'utf8')) as object;
    await writeFile(file, JSON.stringify({ ...criteria, version: 'no-penalties', penalties: [] }));
    const { differences } = await ask<{ differences: unknown[] }>('emulation', 'what-if', ...BLOC, '--criteria', file);
    expect(differences).toEqual(
      expect.arrayContaining([expect.objectContaining({ member: 'thai-binh', total: { real: '860.94', scenario: '865.94' } })]),
    );
    expect(await recorded()).toEqual(count);
  });

  test('a member signs its own sheet, which anyone verifies without a server; one changed byte and nobody does', async () => {
    await ask('emulation', 'load', FOLDER, '--board', 'hung-yen', '--member', 'hung-yen');
    const file = join(scratch, 'hung-yen.jws');
    const signed = await ask<{ revision: number; key_thumbprint: string }>('emulation', 'sheet', '--member', 'hung-yen', '--out', file);
    expect(signed.revision).toBe(1);
    const beside = [
      '--keys',
      join(scratch, 'keys.json'),
      '--criteria',
      join(FOLDER, 'criteria.json'),
      '--bloc-file',
      join(FOLDER, 'bloc.json'),
    ];
    const verify = async (path: string, ...more: readonly string[]) => {
      const { exitCode, stdout } = await kcn('emulation', 'verify', path, ...beside, ...more, '--json');
      return { exitCode, verdict: (JSON.parse(stdout) as { verdict: string }).verdict };
    };
    expect(await verify(file, '--pin', signed.key_thumbprint)).toEqual({ exitCode: 0, verdict: 'accepted' });
    expect(await verify(file, '--pin', 'A'.repeat(43))).toEqual({ exitCode: 1, verdict: 'unknown-key' });
    const jws = await readFile(file);
    const at = jws.indexOf('.') + 200;
    jws[at] = jws[at] === 0x41 ? 0x42 : 0x41;
    const changed = join(scratch, 'changed.jws');
    await writeFile(changed, jws);
    expect(await verify(changed)).toEqual({ exitCode: 1, verdict: 'bad-signature' });
  });

  test('what people do wrong is told before anything is sent', async () => {
    const count = await recorded();
    const expectUsage = async (code: string, ...args: readonly string[]) => {
      const { exitCode, stdout } = await kcn('emulation', ...args, '--json');
      expect({ args, exitCode, code: (JSON.parse(stdout) as { code: string }).code }).toEqual({ args, exitCode: 64, code });
    };
    await expectUsage('not_a_bloc_folder', 'load', join(DEMO, 'hung-yen-2017'));
    await expectUsage('no_such_folder', 'load', join(scratch, 'nowhere'));
    await expectUsage('unknown_member', 'load', FOLDER, '--member', 'da-nang');
    await expectUsage('unknown_bloc', 'rank', '--bloc', 'no-such-bloc');
    await expectUsage('unknown_bloc', 'rank', ...BLOC, '--year', '2020');
    await expectUsage('unknown_member', 'score', ...BLOC, '--member', 'da-nang');
    await expectUsage('member_or_all', 'score', ...BLOC);
    expect(await recorded()).toEqual(count);
  });

  test('without emulation nothing of a bloc is loaded at all', async () => {
    const count = await recorded();
    const [emulation] = platform.processesOf('emulation');
    await emulation.stop();
    const folder = await changedFolder({ 'indicator-values/ha-noi.csv': (text) => text.replace('2019-H1,23,', '2019-H1,24,') });
    expect((await kcn('emulation', 'load', folder)).exitCode).toBe(69);
    expect((await kcn('emulation', 'rank', ...BLOC)).exitCode).toBe(69);
    await emulation.start();
    expect(await recorded()).toEqual(count);
  });
});
