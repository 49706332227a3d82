/** Two letters that stand for an owner in a cell: `AC` for Architecture Council, `CO` for a bare `GOV-COUNCIL`. */
export function initialsOf(code: string, name: string | undefined): string {
  const words = (name ?? code.replace(/^[^-]+-/, '')).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const [first = code, second] = words;
  return (second === undefined ? first.slice(0, 2) : first.charAt(0) + second.charAt(0)).toUpperCase();
}
