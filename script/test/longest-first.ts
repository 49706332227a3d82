import { relative } from 'node:path';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';
import { readTimes } from './times.ts';

/**
 * The order of a run: files that are new first, then those that took longest in the last run, whatever their project.
 * So the workers end at about the same time.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config;
    const times = readTimes(root);
    const secondsOf = ({ project, moduleId }: TestSpecification) =>
      times[project.name]?.files[relative(root, moduleId)] ?? Number.MAX_VALUE;
    return (await super.sort(files)).toSorted((one, other) => secondsOf(other) - secondsOf(one));
  }
}
