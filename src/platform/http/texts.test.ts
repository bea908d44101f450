import { platformTexts, statusTexts } from './texts';

it('says everything in both languages, as a sentence', () => {
  for (const [code, text] of Object.entries(platformTexts)) {
    expect([code, Object.keys(text).sort()]).toEqual([code, ['en', 'pt-BR']]);
    for (const said of Object.values(text)) expect([code, said]).toEqual([code, expect.stringMatching(/^\p{Lu}.*\.$/u)]);
    expect([code, places(text.en)]).toEqual([code, places(text['pt-BR'])]);
  }
});

it('knows a title and an advice for every status, also an unheard of one', () => {
  for (const status of [400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503, 599]) {
    expect(statusTexts(status).title['pt-BR']).not.toBe('');
    expect(statusTexts(status).detail.en).toMatch(/\.$/);
  }
});

const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
