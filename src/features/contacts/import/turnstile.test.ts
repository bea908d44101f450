import { EventEmitter, once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { turnstile } from './turnstile';

it('lets as many in as there are places, in order, also after a failure', async () => {
  const enter = turnstile(2);
  const doors = new EventEmitter();
  const inside: string[] = [];
  const visits = ['a', 'b', 'c', 'd'].map((name) =>
    enter(async () => {
      inside.push(name);
      await once(doors, name);
      if (name === 'a') throw new Error('broken');
    }),
  );
  await turn();
  expect(inside).toEqual(['a', 'b']);
  doors.emit('a');
  await expect(visits[0]).rejects.toThrow('broken');
  await turn();
  expect(inside).toEqual(['a', 'b', 'c']);
  doors.emit('b');
  await turn();
  doors.emit('c');
  doors.emit('d');
  await Promise.all(visits.slice(1));
  expect(inside).toEqual(['a', 'b', 'c', 'd']);
});
