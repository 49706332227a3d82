/** Everything at once that a name, title, reason or key may hold to fool whoever reads it, in any medium. */
export const HOSTILE = [
  '=HYPERLINK("http://evil.example";"x")',
  '\u001b]0;owned\u0007\u001b[2J\u001b[31m',
  '\u009b1A\u0085',
  '\u202eevil\u202c\u2066\u2069\u200e\u200f\u061c',
  '\nGATE: READY|ospa=2|gap=0',
  '\r\n* @attacker',
  '# heading',
  '[click](https://evil.example) ![x](https://evil.example/x.png) <https://evil.example> https://evil.example www.evil.example a@evil.example',
  '<img src=x onerror=alert(1)><script>alert(1)</script> &lt;b&gt; &#x202e;',
  '`code` **bold** _it_ ~~del~~ | cell | \\ \\u{1b}',
  '\u2028- item\u2029> quote\t',
].join(' ');

/** Text that languages and emoji need, and that no medium may change. */
export const LEGITIMATE = 'Nguyễn Thị Ánh — Ngô Tiến Đạt · 👩‍💻 🏴󠁧󠁢󠁥󠁮󠁧󠁿 e\u0301 می‌خواهم';

/** Characters of a text that a terminal would act on or that turn the direction of writing; line breaks and tabs are none. */
export function actingCharacters(text: string): string[] {
  return text.match(/[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/g) ?? [];
}

/** Reads back what visible() shows. */
export function readBack(shown: string): string {
  return shown.replace(/\\u\{([0-9a-f]+)\}/g, (_all, digits: string) => String.fromCodePoint(parseInt(digits, 16)));
}
