// @ts-check
// Rules are error or off; each "off" has its reason beside it.
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const refuse = {
  defaultExport: { selector: 'ExportDefaultDeclaration', message: 'A named export keeps one name for one thing in the whole code base.' },
  newDate: { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "Time is passed in as a Clock, or is the database's now()." },
  dateNow: { selector: "MemberExpression[object.name='Date'][property.name='now']", message: "Time is passed in as a Clock, or is the database's now()." },
  processEnv: { selector: "MemberExpression[object.name='process'][property.name='env']", message: 'src/config.ts is the only reader of the environment.' },
  sqlTemplate: {
    selector: "CallExpression[callee.property.name='query'][arguments.0.type='TemplateLiteral'][arguments.0.expressions.length>0]",
    message: 'Values travel as bind parameters ($1), never inside the SQL text.',
  },
  sqlConcatenation: {
    selector: "CallExpression[callee.property.name='query'][arguments.0.type='BinaryExpression']",
    message: 'SQL is one literal text; values travel as bind parameters ($1).',
  },
};

/** In the console, besides: what a person reads is in two languages, each in its own file. */
const refuseWords = [
  { selector: 'JSXText[value=/[A-Za-zÀ-ú]{2}/]', message: 'Words stand in <screen>.texts.ts, in both languages.' },
  {
    selector: 'JSXAttribute[name.name=/^(label|title|placeholder|description|alt|aria-label)$/] > Literal[value=/[A-Za-zÀ-ú]{2}/]',
    message: 'Words stand in <screen>.texts.ts, in both languages.',
  },
];

/** @param {readonly (keyof typeof refuse)[]} allowed */
const refuseAllBut = (...allowed) => ({
  'no-restricted-syntax': /** @type {any} */ ([
    'error',
    ...refuseWords,
    ...Object.entries(refuse).flatMap(([name, rule]) => (allowed.some((one) => one === name) ? [] : [rule])),
  ]),
});

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'public/', 'coverage/', 'src/console/public/', '**/*.gen.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...refuseAllBut(),
      'max-lines': ['error', { max: 300 }],
      'no-console': 'error',
      'no-empty': 'error', // An empty catch included: an error is handled, told, or explained in a comment inside the block.
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }], // `== null` is the one word for "null or undefined".
      'no-param-reassign': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error', // Catches `.map(async` and `.forEach(async` whose promises nobody awaits.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unnecessary-condition': 'off', // noUncheckedIndexedAccess already asks; the rest are guards at edges whose types are promises.
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true, allowNever: true }],
      '@typescript-eslint/unbound-method': 'off', // Parts of this product are objects of closures; their methods have no `this` to lose.
      '@typescript-eslint/require-await': 'off', // A function of an async interface stays `async` when its body has nothing to await, so that it throws as a rejection.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
    },
  },
  { files: ['src/config.ts'], rules: refuseAllBut('processEnv') },
  { files: ['src/kernel/clock.ts', 'src/console/api/clock.ts'], rules: refuseAllBut('newDate', 'dateNow') },
  { files: ['src/**/*.test.ts', 'src/**/*.contract.ts', 'src/test/**'], rules: refuseAllBut('newDate', 'dateNow', 'processEnv', 'sqlTemplate') }, // Names of tables and databases cannot be bound.,
  { files: ['src/console/**/*.{ts,tsx}'], ...reactHooks.configs.flat['recommended-latest'] },
  { files: ['src/console/vite.config.ts'], rules: refuseAllBut('defaultExport') },
  { files: ['src/test/**'], rules: { 'no-console': 'off' } }, // The chaos runs print what they found.
  { files: ['bench/**', 'scripts/**'], rules: { ...refuseAllBut('newDate', 'dateNow', 'processEnv', 'sqlTemplate'), 'no-console': 'off' } }, // They speak to a terminal.
  {
    files: ['src/**/*.test.ts', 'src/**/*.contract.ts', 'src/test/**', 'bench/**', 'scripts/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off', // A test that asserts too much fails, and that is its work.
      '@typescript-eslint/no-unsafe-assignment': 'off', // JSON answers and jest's matchers (expect.any) are `any`.
      '@typescript-eslint/no-unsafe-member-access': 'off', // As above: supertest gives bodies as `any`.
      '@typescript-eslint/no-unsafe-argument': 'off', // As above.
      '@typescript-eslint/no-unsafe-call': 'off', // As above.
      '@typescript-eslint/no-unsafe-return': 'off', // As above.
      '@typescript-eslint/restrict-template-expressions': 'off', // What is printed there is read by a person who sees when it is wrong.
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    ...tseslint.configs.disableTypeChecked, // Not part of the TypeScript program.
  },
  {
    files: ['*.config.*', '.*.cjs', '**/*.cjs'],
    rules: { ...refuseAllBut('defaultExport', 'processEnv'), '@typescript-eslint/no-require-imports': 'off' }, // Tools read a default export; .cjs is CommonJS.
  },
);
