import boundaries from 'eslint-plugin-boundaries';
import prettier from 'eslint-config-prettier';
import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';

/** The rooms of the house (docs/architecture.md): what may import what. Everything else is an error. */
const ROOMS = {
  text: [],
  contract: [],
  seal: [],
  signing: ['contract'],
  database: [],
  governance: ['text', 'contract', 'database', 'seal', 'signing'],
  hooks: ['text', 'governance', 'contract'],
  endpoints: ['text', 'governance', 'contract', 'signing'],
  operations: ['governance', 'contract', 'app'], // the last one for the side of it in the flow editor
  cli: ['text', 'governance', 'contract', 'database', 'seal', 'signing'],
  client: ['contract'],
  app: ['contract'],
  interfaces: ['contract', 'app'],
  panels: ['contract', 'app'],
  modules: ['text', 'contract', 'app'],
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  ...vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        parser: tseslint.parser,
        extraFileExtensions: ['.vue'],
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // Numbers in messages are meant.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `void promise` says that a promise is meant to run by itself.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
    },
  },
  {
    files: ['src/**'],
    plugins: { boundaries },
    settings: {
      'boundaries/include': ['src/**'],
      'boundaries/elements': Object.keys(ROOMS).map((type) => ({ type, pattern: `src/${type}` })),
      'import/resolver': { node: { extensions: ['.ts', '.vue', '.js'] } },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: [
            ...Object.entries(ROOMS).map(([from, allowed]) => ({
              from: { element: { type: from } },
              allow: [{ to: { element: { type: [from, ...allowed] } } }],
            })),
            // What a session is, endpoints may know; open one they may not.
            {
              from: { element: { type: 'endpoints' } },
              allow: [{ to: { element: { type: 'database' } }, dependency: { kind: 'type' } }],
            },
          ],
        },
      ],
    },
  },
  {
    // Governance takes sessions; only the installation and the operator open them (docs/architecture.md).
    files: ['src/**'],
    ignores: ['src/database/**', 'src/governance/installation/**', 'src/cli/operator.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '/database/sessions/(classes|write-here|pg-sessions|knex-sessions)\\.ts$',
              allowTypeImports: true,
              message: 'Take a session as a parameter: the installation and the operator open it.',
            },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'TSAsExpression TSTypeReference[typeName.name=/^(Read|WhatIf|Write|Production|Clone|Directus)Session$/]',
          message: 'Only src/database/sessions says of which class a session is.',
        },
      ],
    },
  },
  {
    // What is written to a terminal went through src/text/terminal.ts.
    files: ['src/**'],
    ignores: ['src/cli/to-terminal.ts', 'src/seal/verify.mjs'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['stdout', 'stderr'].map((property) => ({
          object: 'process',
          property,
          message: 'Use printOut or printErr of src/cli/to-terminal.ts.',
        })),
      ],
    },
  },
  {
    // Directus waits for what an init handler returns, though its type says that it returns nothing.
    files: ['src/hooks/**'],
    rules: { '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }] },
  },
  {
    // Plain JavaScript that runs on Node 18 and is checked by its JSDoc.
    files: ['**/*.js', '**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ['tests/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  prettier,
);
