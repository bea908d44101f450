import { fileSize } from './file-size.rules';

test.each([
  [0, '0 B'],
  [512, '512 B'],
  [1_536, '1,5 KB'],
  [52_428_800, '50 MB'],
  [300 * 1_024 * 1_024, '300 MB'],
  [5 * 1_024 ** 4, '5.120 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(fileSize(bytes)).toBe(text);
});

it('follows the language', () => {
  expect(fileSize(1_536, 'en')).toBe('1.5 KB');
});
