/**
 * The floor plan of the house (README, "a tour of the house"): domain ← application ← adapters ← compose ← main, no
 * service imports another, packages import no service, the kernel imports nothing. Specs and their support are freer:
 * they may reach for servers and libraries, but not across services.
 *
 * `.config/fixtures/dependency-rules` breaks every rule once; a spec of infra/checks proves that each one bites.
 */
const SPEC = '(\\.spec\\.ts$|/(spec-support|testing)/)';
const library = (...names) => `node_modules/(${names.join('|')})/`;

/** A library and the only places that may know it. */
const onlyIn = (name, libraries, places, instead) => ({
  name,
  comment: instead,
  severity: 'error',
  from: { pathNot: [SPEC, '^infra/', '^packages/testkit/', ...places] },
  to: { path: library(...libraries) },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one thing, or miss a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'An import that leads nowhere; build the workspace it names first.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-spec-in-product',
      severity: 'error',
      comment: 'What is shipped imports no spec and no spec support.',
      from: { path: '^(packages|services|infra)/[^/]+/src/', pathNot: [SPEC, '^packages/testkit/'] },
      to: { path: [SPEC, '^packages/testkit/'] },
    },

    {
      name: 'domain-is-pure',
      severity: 'error',
      comment:
        'The domain knows its own concepts, the kernel, the contracts, Vietnamese formats and the reading of rows; no server, no library, nothing of Node.',
      from: { path: '^services/([^/]+)/src/domain/', pathNot: SPEC },
      to: { pathNot: ['^services/$1/src/domain/', '^packages/(kernel|contracts|vietnam|layouts|documents)/'] },
    },
    {
      name: 'domain-prints-nothing',
      severity: 'error',
      comment: 'The domain says what stands in a document, as plain data; who prints it is an adapter.',
      from: { path: '^services/[^/]+/src/domain/', pathNot: SPEC },
      to: { path: '^packages/documents/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'application-knows-ports',
      severity: 'error',
      comment: 'A use case knows the domain and its ports; adapters, wiring and libraries know the use case.',
      from: { path: '^services/([^/]+)/src/application/', pathNot: SPEC },
      to: { path: ['^services/$1/src/(adapters/|compose|main|migrate)', '^packages/service-kit/', 'node_modules/'] },
    },
    {
      name: 'adapters-are-apart',
      severity: 'error',
      comment: 'Adapters do not import each other; what two of them need is a port or a package.',
      from: { path: '^services/([^/]+)/src/adapters/([^/]+)/', pathNot: SPEC },
      to: { path: '^services/$1/src/adapters/', pathNot: '^services/$1/src/adapters/$2/' },
    },
    {
      name: 'only-compose-wires',
      severity: 'error',
      comment: 'Adapters are put together in compose.ts and nowhere else.',
      from: { path: '^services/([^/]+)/src/', pathNot: [SPEC, '^services/[^/]+/src/(adapters/|compose\\.ts$|compose/|migrate\\.ts$)'] },
      to: { path: '^services/$1/src/adapters/' },
    },
    {
      name: 'nobody-imports-the-wiring',
      severity: 'error',
      comment: 'compose.ts is known to main.ts, main.ts to nobody.',
      from: {
        path: '^services/([^/]+)/src/',
        pathNot: [SPEC, '^services/[^/]+/src/(main|migrate|index|compose)\\.ts$', '^services/[^/]+/src/compose/'],
      },
      to: { path: '^services/$1/src/(compose\\.ts|compose/|main\\.ts|migrate\\.ts)' },
    },

    {
      name: 'services-are-apart',
      severity: 'error',
      comment: 'No service imports another: they talk over Kafka, gRPC and HTTP, in the words of packages/contracts.',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'services-need-no-infra',
      severity: 'error',
      comment: 'A service runs without the tools around it.',
      from: { path: '^services/', pathNot: SPEC },
      to: { path: '^infra/' },
    },
    {
      name: 'packages-know-no-service',
      severity: 'error',
      comment: 'Packages are below services; only testkit may use the local servers of infra.',
      from: { path: '^packages/' },
      to: { path: ['^services/', '^infra/'], pathNot: '^infra/local/' },
    },
    {
      name: 'packages-need-no-infra',
      severity: 'error',
      comment: 'Packages are below services; only testkit may use the local servers of infra.',
      from: { path: '^packages/', pathNot: '^packages/testkit/' },
      to: { path: '^infra/' },
    },
    {
      name: 'kernel-imports-nothing',
      severity: 'error',
      comment: 'The kernel is pure TypeScript.',
      from: { path: '^packages/kernel/', pathNot: SPEC },
      to: { pathNot: '^packages/kernel/' },
    },
    {
      name: 'vietnam-needs-the-kernel-only',
      severity: 'error',
      comment: 'Formats and texts are pure.',
      from: { path: '^packages/vietnam/', pathNot: SPEC },
      to: { pathNot: '^packages/(vietnam|kernel)/' },
    },
    {
      name: 'layouts-need-the-kernel-only',
      severity: 'error',
      comment: 'What a row means is pure, so that a domain may say it; bytes and requests are read by packages/tables.',
      from: { path: '^packages/layouts/', pathNot: SPEC },
      to: { pathNot: '^packages/(layouts|kernel)/' },
    },
    {
      name: 'contracts-need-the-wire-only',
      severity: 'error',
      comment: 'Contracts are generated messages and their catalogue.',
      from: { path: '^packages/contracts/', pathNot: SPEC },
      to: { pathNot: ['^packages/(contracts|kernel)/', library('@bufbuild/protobuf', '@grpc/grpc-js')] },
    },

    onlyIn(
      'kafka-behind-one-adapter',
      ['kafkajs'],
      ['^packages/messaging/src/kafka/'],
      'Kafka is reached through one adapter, so that kafkajs can be exchanged.',
    ),
    onlyIn(
      'mongo-in-adapters',
      ['mongoose', 'mongodb', 'bson'],
      ['^packages/(messaging|service-kit)/', '^services/[^/]+/(src/adapters/mongo/|migrations/|src/migrations/)'],
      'The database is known to adapters/mongo and migrations.',
    ),
    onlyIn(
      'http-in-the-kit',
      ['express', 'helmet', 'busboy'],
      ['^packages/service-kit/'],
      'Express is known to service-kit; services describe routes.',
    ),
    onlyIn(
      'jobs-in-the-kit',
      ['bullmq', 'ioredis', '@bull-board/[^/]+'],
      ['^packages/service-kit/'],
      'BullMQ and Redis are known to service-kit; services describe jobs.',
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: `${__dirname}/../tsconfig.base.json` },
    doNotFollow: { path: ['node_modules/', '/dist/'] },
    exclude: { path: ['/src/gen/google/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
    skipAnalysisNotInRules: true,
  },
};
