import neostandard, { plugins } from 'neostandard'

export default [
  ...neostandard({ ts: true, ignores: ['dist/', 'data/', 'node_modules/', '.tap/', 'openapi/'] }),
  { rules: { 'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }] } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@typescript-eslint': plugins['typescript-eslint'].plugin },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // What t.test() returns may float: tap keeps the queue of subtests itself. t.rejects() and the like may not.
      '@typescript-eslint/no-floating-promises': ['error', {
        allowForKnownSafePromises: [{ from: 'package', name: 'PromiseWithSubtest', package: '@tapjs/core' }]
      }],
      // A schema and its type share one name here, which this rule cannot tell from a mistake; the compiler can.
      '@typescript-eslint/no-redeclare': 'off'
    }
  }
]
