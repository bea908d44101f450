import { faultsSchema } from '../../../platform/channels/simulator';
import { isTroubled, NORMAL, presetOf, PRESETS, replyTextsOf, sameKnobs, withPreset, type Preset } from './knobs.rules';

it('knows the defaults of the server', () => {
  expect(faultsSchema.parse({})).toEqual(NORMAL);
});

it.each(Object.keys(PRESETS) as Preset[])('makes %s of whatever is set, known by its name and taken by the server', (preset) => {
  const before = { ...NORMAL, failRate: 0.7, reorderAcks: true, replyRate: 0.5, seed: 'abc' };
  const after = withPreset(before, preset);
  expect(presetOf(after)).toBe(preset);
  expect([after.replyRate, after.seed]).toEqual([0.5, 'abc']);
  expect(faultsSchema.parse(after)).toEqual(after);
  expect(isTroubled(after)).toBe(preset !== 'normal');
});

it('has no name for a mixture', () => {
  expect(presetOf({ ...NORMAL, failRate: 0.11 })).toBeNull();
  expect(sameKnobs(NORMAL, { ...NORMAL, replyTexts: ['Oi'] })).toBe(false);
});

it('reads one answer a line, and never none', () => {
  expect(replyTextsOf(' SAIR \n\n1')).toEqual(['SAIR', '1']);
  expect(replyTextsOf(' \n ')).toEqual(NORMAL.replyTexts);
});
