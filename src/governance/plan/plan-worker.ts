import { parentPort } from 'node:worker_threads';
import { Document } from 'yaml';
import { OneRoofError } from '../../contract/errors.ts';
import { visibleYaml } from '../../text/yaml.ts';
import { invalidPlan } from './plan-problem.ts';
import type { PlanAnswer, PlanQuestion } from './plan-reader.ts';
import { readPlan } from './read-plan.ts';

/* The thread of a PlanReader: reads one plan after the other, and says where in them something is wrong. */

parentPort?.on('message', (question: PlanQuestion) => {
  parentPort?.postMessage(answer(question));
});

function answer({ id, text, json, misfits }: PlanQuestion): PlanAnswer {
  try {
    const written = readPlan(text ?? visibleYaml(new Document(JSON.parse(json ?? 'null')), {}));
    if (misfits.length > 0) throw invalidPlan(misfits.map(({ path, message }) => written.problemAt(path, message)));
    return { id, source: written.source, plan: JSON.stringify(written.plan) };
  } catch (error) {
    if (error instanceof OneRoofError)
      return { id, refused: { code: error.code, message: error.message, detail: error.extensions } };
    return { id, failed: String(error) };
  }
}
