/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const config: Config = {
  rootDir: '.',
  testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/scripts/**/*.test.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }] },
  testEnvironment: 'node',
  // Jest 30 wraps what a test file leaves on globals, once more for each file of a worker, until the wraps overflow the stack.
  testEnvironmentOptions: { globalsCleanup: 'off' },
  globalSetup: '<rootDir>/src/test/global-setup.ts',
  globalTeardown: '<rootDir>/src/test/global-teardown.ts',
  // The build carries a package.json of the same name, and the product's data is nobody's module.
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
  testTimeout: 30_000,
  maxWorkers: 2,
};

// Jest reads the default export; the rule against them stops at this file.
export default config;
