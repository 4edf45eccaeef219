// The scripts in JavaScript: the page's, the tests' and those for Node.js. ESLint's recommended
// rules, which find faults; formatting is not its concern.
import js from '@eslint/js';
import globals from 'globals';

// Programs without an ending, which begin with #!/usr/bin/env node.
const programs = ['scripts/bench-card', 'scripts/bench-page', 'scripts/screenshot'];

export default [
  { ignores: ['build/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.js', '**/*.mjs', ...programs],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-shadow': 'error',
      'no-implied-eval': 'error',
      'no-self-compare': 'error',
      'no-unreachable-loop': 'error',
      'no-unused-vars': ['error', { caughtErrors: 'none' }],
      'no-use-before-define': ['error', { functions: false, classes: false, variables: false }],
    },
  },
  { files: ['web/**/*.js'], languageOptions: { globals: { ...globals.browser, ...globals.worker } } },
  { files: ['site/sw.js'], languageOptions: { globals: globals.serviceworker } },
  // What tests and scripts evaluate in the page is written among what Node.js runs.
  {
    files: ['tests/**/*.mjs', 'scripts/*.mjs', 'eslint.config.js', ...programs],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },
];
