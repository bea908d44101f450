// The layers of the house as rules: kernel ← platform ← features ← the root files. Each rule says why it is there.

/** Features from the lowest to the highest. A lower one never imports a higher; the last never import each other. */
const RANKS = [
  ['companies'],
  ['users', 'contacts', 'connections'],
  ['tickets'],
  ['deliveries'],
  ['messages'],
  ['campaigns', 'schedules', 'inbound', 'routing', 'invoices', 'http-jobs', 'ops'],
];

/** What other parts of the platform, and the features, may know of a part. */
const PORTS = ['^src/platform/[^/]+\\.ts$', '^src/platform/(queue/(job|engine|backoff)|realtime/realtime|channels/channel|cron/cron|http/(route|texts))\\.ts$'];
/** What knows a technology: two deep in the platform, except plain data and pure rules. */
const ADAPTERS = '^src/platform/(queue/(bull|embedded)|channels/[^/]+|realtime/[^/]+|db/embedded)/';
const TESTS = '\\.(test|contract)\\.ts$|^src/test/';
/** Another program, for browsers: rules of its own below. */
const CONSOLE = '^src/console/';
const RENDERER = '^src/kernel/text\\.ts$';
/** The wiring, and the files that are started as programs. */
const WIRING = '^src/(compose|app|server|migrate)\\.ts$';
const PROGRAMS = '^src/(server|migrate)\\.ts$|/standalone\\.ts$|^src/config\\.variables\\.ts$';

/** Which files may import a package. zod is at home everywhere; one that is in no row is refused: its home is a decision. */
const HOMES = [
  { packages: ['bull', '@bull-board/api', 'ioredis'], home: '^src/platform/queue/bull/', why: 'nobody else knows that there is a Redis' },
  { packages: ['@bull-board/express', 'express-basic-auth'], home: '^src/platform/queue/bull/board\\.ts$', why: 'the board is one file' },
  { packages: ['@socket.io/redis-streams-adapter', 'socket.io'], home: '^src/platform/realtime/socket-io/', why: 'one emitter, one guard' },
  { packages: ['libsql'], home: '^src/platform/(queue/embedded/open\\.ts$|channels/simulator/)', why: 'one door to SQLite, so that the driver can be changed' },
  { packages: ['sequelize'], home: '^src/platform/(db/|transact\\.ts$)|\\.(model|store)\\.ts$', why: 'SQL lives in stores' },
  { packages: ['pg', 'umzug'], home: '^src/platform/db/', why: 'one pool, one way to migrate' },
  { packages: ['express'], home: '^src/app\\.ts$|^src/platform/(http/|queue/bull/board\\.ts$)|\\.routes\\.ts$', why: 'rules and services do not know HTTP' },
  {
    packages: ['@asteasolutions/zod-to-openapi', 'cookie', 'cors', 'express-rate-limit', 'helmet', 'multer', 'rate-limit-redis', 'swagger-ui-express'],
    home: '^src/app\\.ts$|^src/platform/http/',
    why: 'the edge of HTTP is one place',
  },
  { packages: ['jsonwebtoken'], home: '^src/platform/http/', why: 'one place makes and checks tokens' },
  { packages: ['@node-rs/argon2'], home: '^src/features/users/', why: 'one place hashes passwords' },
  { packages: ['moment', 'moment-timezone'], home: '^src/kernel/clock\\.ts$', why: 'one home of calendar arithmetic' },
  { packages: ['cron'], home: '^src/platform/cron/', why: 'one home of cron expressions' },
  { packages: ['@sentry/node', 'pino'], home: '^src/platform/observe/', why: 'one place redacts' },
  { packages: ['csv-parse', 'iconv-lite'], home: '^src/features/contacts/', why: 'one place reads list files' },
  { packages: ['libphonenumber-js'], home: '^src/(kernel|features/contacts)/', why: 'one normal form of a phone number' },
];

const consoleLayers = [
  {
    name: 'console-and-server-are-strangers',
    comment: 'They run in different places and meet in the API alone; its types come from the routes (schema.gen.ts). But a preview is rendered by the very renderer of the sender.',
    from: { path: CONSOLE, pathNot: TESTS },
    to: { path: '^(src|migrations|bench|scripts)/', pathNot: [CONSOLE, RENDERER] },
  },
  {
    name: 'server-knows-no-console',
    comment: 'As above. What tests and the build may know of it is how large its first load is.',
    from: { path: '^(src|scripts)/', pathNot: CONSOLE },
    to: { path: CONSOLE, pathNot: '^src/console/first-load\\.ts$' },
  },
  {
    name: 'console-screens-are-strangers',
    comment: 'A screen that imports another brings it along; what both need belongs to ui/ or api/.',
    from: { path: '^src/console/features/([^/]+)/' },
    to: { path: '^src/console/features/', pathNot: '^src/console/features/$1/' },
  },
  {
    name: 'console-parts-know-no-screen',
    comment: 'app → features → ui, api, i18n.',
    from: { path: '^src/console/(features|ui|api|i18n)/' },
    to: { path: '^src/console/(app|main)' },
  },
  {
    name: 'console-ground-knows-no-feature',
    comment: 'As above.',
    from: { path: '^src/console/(ui|api|i18n)/' },
    to: { path: '^src/console/features/' },
  },
  {
    name: 'console-api-draws-nothing',
    comment: 'What speaks to the server is used by what is drawn, not the other way round.',
    from: { path: '^src/console/api/' },
    to: { path: ['^src/console/ui/', '@mantine/core'] },
  },
  {
    name: 'console-rules-are-pure',
    comment: 'A rule is a function of its arguments, so that its test needs no browser.',
    from: { path: '^src/console/.*\\.rules\\.ts$' },
    to: { dependencyTypesNot: ['type-only'], pathNot: ['\\.rules\\.ts$', '^src/console/ui/(format|wall-time)\\.ts$', RENDERER] },
  },
  {
    name: 'console-has-no-dead-file',
    comment: 'What no screen reaches is shown nowhere.',
    from: { path: '^src/console/main\\.tsx$' },
    to: { path: CONSOLE, pathNot: [TESTS, '^src/console/(main\\.tsx|vite\\.config\\.ts|first-load\\.ts|public/)', '\\.gen\\.ts$', '\\.html$', 'tsconfig'], reachable: false },
  },
];

const any = (names) => `(${names.join('|')})`;
const inPackage = (names) => `node_modules/${any(names.map((name) => name.replace('.', '\\.')))}/`;
const features = RANKS.flat();

const layers = [
  {
    name: 'kernel-imports-nothing',
    comment: 'The kernel is pure: whoever reads a rule written with it need not look further.',
    from: { path: '^src/kernel/', pathNot: TESTS },
    to: { path: '^src/', pathNot: '^src/kernel/' },
  },
  {
    name: 'platform-knows-no-feature',
    comment: 'The platform could serve another product; what it must know of this one is passed in.',
    from: { path: '^src/platform/', pathNot: [TESTS, '/standalone\\.ts$'] },
    to: { path: '^src/(features/|[^/]+\\.ts$)' },
  },
  {
    name: 'platform-parts-are-strangers',
    comment: 'A part of the platform knows another by its port only, so that each can be read and replaced by itself.',
    from: { path: '^src/platform/([^/]+)/', pathNot: TESTS },
    to: { path: '^src/platform/', pathNot: ['^src/platform/$1/', ...PORTS] },
  },
  {
    name: 'ports-know-no-adapter',
    comment: 'A port that imports an adapter makes every user of the port depend on that technology.',
    from: { path: PORTS },
    to: { path: '^src/platform/', pathNot: PORTS },
  },
  {
    name: 'adapters-are-strangers',
    comment: 'Two adapters of one port share the port, never each other: what they have in common belongs beside the port.',
    from: { path: '^src/platform/([^/]+)/([^/]+)/', pathNot: TESTS },
    to: { path: '^src/platform/$1/[^/]+/', pathNot: '^src/platform/$1/$2/' },
  },
  {
    name: 'adapters-only-from-compose',
    comment: 'Which technology is used is decided in one place; everyone else works against the port.',
    from: { path: '^src/', pathNot: [ADAPTERS, TESTS, WIRING] },
    to: { path: ADAPTERS },
  },
  {
    name: 'config-is-passed-down',
    comment: 'A part that reads the configuration by itself cannot be used twice with different settings, as tests do.',
    from: { path: '^src/', pathNot: [TESTS, WIRING, PROGRAMS, '^src/config\\.ts$'] },
    to: { path: '^src/config' },
  },
  {
    name: 'features-by-the-front-door',
    comment: 'index.ts is what a feature promises; everything behind it may change on any day.',
    from: { path: '^src/features/([^/]+)/' },
    to: { path: '^src/features/', pathNot: ['^src/features/$1/', '^src/features/[^/]+/index\\.ts$'] },
  },
  {
    name: 'root-by-the-front-door',
    comment: 'As above, for the files that wire features together.',
    from: { path: '^src/([^/]+\\.ts$|test/)' },
    to: { path: '^src/features/', pathNot: '^src/features/[^/]+/index\\.ts$' },
  },
  {
    name: 'every-feature-has-a-rank',
    comment: 'A new feature is put into RANKS first: that is where it is decided what it may know.',
    from: { path: '^src/features/', pathNot: `^src/features/${any(features)}/` },
    to: {},
  },
  {
    name: 'rules-are-pure',
    comment:
      'A rule is a function of its arguments: it imports the kernel, words and other rules (of another feature: by its front door). Types may come from anywhere.',
    from: { path: '\\.rules\\.ts$', pathNot: CONSOLE },
    to: {
      dependencyTypesNot: ['type-only'],
      pathNot: ['^src/kernel/', '\\.(rules|types)\\.ts$', '^src/features/[^/]+/index\\.ts$', 'queue/backoff\\.ts$', inPackage(['zod', 'libphonenumber-js'])],
    },
  },
  {
    name: 'only-stores-touch-models',
    comment: 'SQL of a table is in one store, which takes the company first; a model elsewhere is a query without that wall.',
    from: { path: '^src/', pathNot: ['\\.(store|model)\\.ts$', TESTS] },
    to: { path: '\\.model\\.ts$', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'no-circular',
    comment: 'Files that need each other are one file, or hide a third.',
    from: { path: '^src/' },
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'product-knows-no-test',
    comment: 'Test support is not shipped.',
    from: { path: '^src/', pathNot: TESTS },
    to: { path: TESTS },
  },
  {
    name: 'no-dead-file',
    comment: 'What no program reaches runs nowhere, however well it is tested.',
    from: { path: PROGRAMS },
    to: { path: '^src/', pathNot: [TESTS, PROGRAMS, CONSOLE], reachable: false },
  },
  {
    name: 'no-unresolvable',
    comment: 'An import that resolves to nothing fails at run time only.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'no-development-package',
    comment: 'An image is built without development packages.',
    from: { path: '^src/', pathNot: [TESTS, CONSOLE] },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
  },
];

const ranks = RANKS.map((names, rank) => {
  const last = rank === RANKS.length - 1;
  const higher = RANKS.slice(rank + 1).flat();
  return {
    name: `rank-of-${names[0]}`,
    comment: last ? 'The highest features are strangers: what two of them need belongs below.' : `${names.join(', ')}: below ${higher.join(', ')}.`,
    from: { path: `^src/features/${last ? '([^/]+)' : any(names)}/`, pathNot: [TESTS, ...(last ? [`^src/features/${any(RANKS.slice(0, -1).flat())}/`] : [])] },
    to: last ? { path: `^src/features/${any(names)}/`, pathNot: '^src/features/$1/' } : { path: `^src/features/${any(higher)}/` },
  };
});

const homes = HOMES.map(({ packages, home, why }) => ({
  name: `home-of-${packages[0].replace(/^@/, '').replace('/', '-')}`,
  comment: `${packages.join(', ')}: ${why}.`,
  from: { path: '^src/', pathNot: [home, TESTS] },
  to: { path: inPackage(packages) },
}));

const homeless = {
  name: 'every-package-has-a-home',
  comment: 'A package used in the product is put into HOMES first: where it may be used is a decision.',
  from: { path: '^src/', pathNot: [TESTS, CONSOLE] },
  to: { path: 'node_modules/', pathNot: ['node_modules/@types/', inPackage(['zod', ...HOMES.flatMap(({ packages }) => packages)])] },
};

module.exports = {
  forbidden: [...layers, ...consoleLayers, ...ranks, ...homes, homeless].map((rule) => ({ severity: 'error', ...rule })),
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true, // Types count: who knows a type knows its module.
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'import', 'default', 'types'], extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'] },
  },
};
