import { parseDocument } from 'yaml';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import type { ComputedRef } from 'vue';
import { editablePlan } from './editable-plan.ts';
import type { EditablePlan } from './editable-plan.ts';
import { withoutExpected } from './edit-plan.ts';
import type { Edit } from './edit-plan.ts';
import { keepDraft, keptDraft } from './kept-draft.ts';
import { visibleYaml } from '../../../../../text/yaml.ts';

/** The plan that is registered, as far as the editor needs it. */
interface Registered {
  id: number;
  source: string;
}

/** A plan that is being edited. */
export interface PlanDraft {
  text: ComputedRef<string>;
  plan: ComputedRef<EditablePlan>;
  /** The plan in force, to compare with. */
  registered: EditablePlan;
  /** The draft without its expected numbers, as the server is asked about it. */
  question: ComputedRef<string>;
  isChanged: ComputedRef<boolean>;
  /** True when the draft began with a plan that is no longer in force. */
  isOutdated: ComputedRef<boolean>;
  canUndo: ComputedRef<boolean>;
  /** Changes the plan. @throws Error if the place is written in a way that cannot be edited here, such as an alias. */
  edit: (edit: Edit) => void;
  undo: () => void;
  /** Goes back to the plan in force; that can be undone too. */
  discard: () => void;
}

/** No line of the file is broken that was not. */
const FORM = { lineWidth: 0 } as const;

/** Edits a copy of the registered plan. This tab keeps it until it is discarded or the tab is closed. */
export function usePlanDraft({ id, source }: Registered): PlanDraft {
  const kept = keptDraft();
  const begunWith = shallowRef(kept?.id ?? id);
  const texts = shallowRef<readonly string[]>([kept?.text ?? source]);
  const text = computed(() => texts.value.at(-1) ?? source);
  const isChanged = computed(() => text.value !== source);

  function edited(edit: Edit): string {
    const document = parseDocument(text.value);
    edit(document);
    return visibleYaml(document, FORM);
  }

  function warn(event: BeforeUnloadEvent): void {
    if (isChanged.value && keptDraft()?.text !== text.value) event.preventDefault();
  }

  watch(text, () => keepDraft(isChanged.value ? { id: begunWith.value, text: text.value } : null));
  addEventListener('beforeunload', warn);
  onScopeDispose(() => removeEventListener('beforeunload', warn));

  return {
    text,
    plan: computed(() => editablePlan(parseDocument(text.value).toJS())),
    registered: editablePlan(parseDocument(source).toJS()),
    question: computed(() => edited(withoutExpected)),
    isChanged,
    isOutdated: computed(() => isChanged.value && begunWith.value !== id),
    canUndo: computed(() => texts.value.length > 1),
    edit: (edit) => {
      const next = edited(edit);
      if (next !== text.value) texts.value = [...texts.value, next];
    },
    undo: () => (texts.value = texts.value.length > 1 ? texts.value.slice(0, -1) : texts.value),
    discard: () => {
      begunWith.value = id;
      texts.value = [...texts.value, source];
    },
  };
}
