import { merged } from './campaigns.rules';

describe('merged', () => {
  const shown = { seq: 5, name: 'a' } as never;
  const told = (seq: number) => merged(shown, { seq, name: 'b' } as never);
  it('takes what is newer, keeps what is older, and sees a gap', () => {
    expect(told(4)).toEqual({ record: { seq: 5, name: 'a' }, gap: false });
    expect(told(5)).toEqual({ record: { seq: 5, name: 'b' }, gap: false });
    expect(told(6)).toEqual({ record: { seq: 6, name: 'b' }, gap: false });
    expect(told(8)).toEqual({ record: { seq: 8, name: 'b' }, gap: true });
  });
});
