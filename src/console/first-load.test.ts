import { firstLoad, firstLoadBytes, type Manifest } from './first-load';

const manifest: Manifest = {
  'index.html': { file: 'assets/index.js', isEntry: true, imports: ['_react.js', '_first.js'] },
  '_react.js': { file: 'assets/react.js', imports: ['_runtime.js'] },
  '_first.js': { file: 'assets/first.js', imports: ['_react.js', '_runtime.js'] },
  '_runtime.js': { file: 'assets/runtime.js' },
  'features/home/HomePage.tsx': { file: 'assets/HomePage.js', imports: ['index.html'] },
};

it('counts what the entry imports, each file once, and no screen that comes later', () => {
  expect(firstLoad(manifest).sort()).toEqual(['assets/first.js', 'assets/index.js', 'assets/react.js', 'assets/runtime.js']);
  expect(firstLoadBytes(manifest, (file) => file.length)).toBe('assets/first.jsassets/index.jsassets/react.jsassets/runtime.js'.length);
});

it('refuses a manifest of something else', () => {
  expect(() => firstLoad({})).toThrow('no entry');
});
