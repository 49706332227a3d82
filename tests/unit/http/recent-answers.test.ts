import { expect, it } from 'vitest';
import { RecentAnswers } from '../../../src/endpoints/one-roof/reading/recent-answers.ts';

it('works an answer out once, and again when it was not asked for in a long time', async () => {
  const answers = new RecentAnswers();
  const worked: string[] = [];
  const ask = (tag: string) =>
    answers.recall(tag, () => {
      worked.push(tag);
      return Promise.resolve(`answer ${tag}`);
    });

  expect(await ask('often')).toBe('answer often');
  await ask('once');
  for (let other = 0; other < 60; other++) {
    await ask(`other ${other}`);
    expect(await ask('often')).toBe('answer often');
  }
  await ask('once');

  expect(worked.filter((tag) => tag === 'often')).toHaveLength(1);
  expect(worked.filter((tag) => tag === 'once')).toHaveLength(2);
});

it('remembers no failure', async () => {
  const answers = new RecentAnswers();
  await expect(answers.recall('tag', () => Promise.reject(new Error('no connection')))).rejects.toThrow(
    'no connection',
  );
  expect(await answers.recall('tag', () => Promise.resolve('answer'))).toBe('answer');
});
