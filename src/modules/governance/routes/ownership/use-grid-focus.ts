import { computed, nextTick, ref, watch } from 'vue';
import type { ComputedRef, Ref } from 'vue';

/** A place in the grid: both counted from 0, without the header row and the column of names. */
interface Position {
  row: number;
  column: number;
}

export interface GridFocus {
  /** The one cell that Tab reaches; the arrow keys move on from it. */
  active: ComputedRef<Position>;
  /** Makes a cell the active one, without focusing it. */
  activate: (position: Position) => void;
  /** Moves as the pressed key says. */
  onKeydown: (event: KeyboardEvent) => Promise<void>;
  /** Focuses the active cell. */
  focus: () => Promise<void>;
}

interface Grid {
  rows: Ref<number>;
  columns: Ref<number>;
  /** The number of rows of a page up or down. */
  rowsPerPage: () => number;
  /** Has the row rendered where it can be seen. */
  scrollTo: (row: number) => void;
  elementAt: (position: Position) => HTMLElement | null;
}

/** The keys of a grid as ARIA describes them: one cell is reached by Tab, the arrow keys, Home, End and Page move. */
export function useGridFocus({ rows, columns, rowsPerPage, scrollTo, elementAt }: Grid): GridFocus {
  const wanted = ref<Position>({ row: 0, column: 0 });
  const active = computed(() => within(wanted.value));

  function within({ row, column }: Position): Position {
    return { row: clamp(row, rows.value - 1), column: clamp(column, columns.value - 1) };
  }

  async function focus(): Promise<void> {
    scrollTo(active.value.row);
    await nextTick();
    elementAt(active.value)?.focus();
  }

  async function onKeydown(event: KeyboardEvent): Promise<void> {
    const target = afterKey(event, active.value);
    if (target === null) return;
    event.preventDefault();
    wanted.value = within(target);
    await focus();
  }

  function afterKey({ key, ctrlKey, metaKey }: KeyboardEvent, { row, column }: Position): Position | null {
    const far = ctrlKey || metaKey;
    switch (key) {
      case 'ArrowUp':
        return { row: row - 1, column };
      case 'ArrowDown':
        return { row: row + 1, column };
      case 'ArrowLeft':
        return { row, column: column - 1 };
      case 'ArrowRight':
        return { row, column: column + 1 };
      case 'PageUp':
        return { row: row - rowsPerPage(), column };
      case 'PageDown':
        return { row: row + rowsPerPage(), column };
      case 'Home':
        return { row: far ? 0 : row, column: 0 };
      case 'End':
        return { row: far ? Infinity : row, column: Infinity };
      default:
        return null;
    }
  }

  // Fewer rows may be left of what was asked for: start again from the top.
  watch(rows, (count) => {
    if (wanted.value.row >= count) wanted.value = { row: 0, column: wanted.value.column };
  });

  return { active, activate: (position) => (wanted.value = position), onKeydown, focus };
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}
