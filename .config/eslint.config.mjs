import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Each restriction says what to do instead. */
const restricted = {
  clock: [
    {
      selector: "NewExpression[callee.name='Date'][arguments.length=0]",
      message: 'Domain and application ask no clock: take the time as an argument or from the Clock port.',
    },
    {
      selector: "CallExpression[callee.name='Date']",
      message: 'Domain and application ask no clock: take the time as an argument or from the Clock port.',
    },
    {
      selector: "MemberExpression[object.name='Date'][property.name='now']",
      message: 'Domain and application ask no clock: take the time as an argument or from the Clock port.',
    },
    {
      selector: "MemberExpression[object.name='performance'][property.name='now']",
      message: 'Domain and application ask no clock: take the time as an argument or from the Clock port.',
    },
  ],
  floats: [
    {
      selector: "CallExpression[callee.name='parseFloat']",
      message: 'Amounts are bigint in the smallest unit; read decimals with parseDecimal of @kcn/kernel.',
    },
    {
      selector: "MemberExpression[property.name='parseFloat']",
      message: 'Amounts are bigint in the smallest unit; read decimals with parseDecimal of @kcn/kernel.',
    },
    {
      selector: "CallExpression[callee.property.name='toFixed']",
      message: 'Rounding is half-up and exact: divideHalfUp and formatFixed of @kcn/kernel.',
    },
  ],
  environment: [
    {
      selector: "MemberExpression[object.name='process'][property.name='env']",
      message: 'Only main.ts touches process; take settings through loadConfig(env).',
    },
  ],
};

/** Files that may read the environment: entry points, command-line tools, and specs (addresses of the real servers). */
const READS_ENVIRONMENT = [
  'src/main.ts',
  'src/migrate.ts',
  'src/process/run-service.ts',
  '**/*.spec.ts',
  '**/spec-support/**',
  '**/testing/**',
];
const PURE = ['src/domain/**', 'src/application/**'];
/** eslint runs in the workspace's folder; infra and testkit are tools around the product. */
const isTool = /\/(infra\/[^/]+|packages\/testkit)$/.test(process.cwd().replaceAll('\\', '/'));
/** The kernel holds the numbers and dates of the domain. */
const isKernel = /\/packages\/kernel$/.test(process.cwd().replaceAll('\\', '/'));

const restrict = (...groups) => ({ 'no-restricted-syntax': ['error', ...groups.flat()] });

export default tseslint.config(
  { ignores: ['**/dist/**', '**/gen/**', '**/*.cjs', '**/*.mjs'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: process.cwd() } },
    rules: {
      'max-lines': ['error', 500],
      eqeqeq: 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      // A function that fulfils a port answers with a promise whether or not it waits for something.
      '@typescript-eslint/require-await': 'off',
      // Objects of factories are closures; their methods need no `this`.
      '@typescript-eslint/unbound-method': 'off',
      // `[...text]` takes a text apart into code points, which is what is wanted.
      '@typescript-eslint/no-misused-spread': 'off',
      // `getJson<T>(answer)`: the caller names the shape, and reads better than a cast.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // gRPC statuses are numbers on the wire; the driver's options are plain objects where its types name a class; and its
      // index calls are marked deprecated for an argument that nobody needs.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-deprecated': 'off',
      // What the database gives may be a Long where the type says number.
      '@typescript-eslint/no-unnecessary-type-conversion': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  isTool ? {} : { files: ['src/**'], rules: restrict(restricted.environment) },
  isKernel ? { files: ['src/**'], rules: restrict(restricted.environment, restricted.clock, restricted.floats) } : {},
  { files: PURE, rules: restrict(restricted.environment, restricted.clock, restricted.floats) },
  { files: READS_ENVIRONMENT, rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['**/*.spec.ts', '**/spec-support/**', '**/testing/**'],
    rules: {
      // expect.objectContaining and the like are `any` by their types.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
);
