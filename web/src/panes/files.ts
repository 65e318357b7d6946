/* A table as text for other programs. Whatever a cell says, a spreadsheet shows it and does not calculate it. */

/* What begins like a formula gets an apostrophe in front, also where it begins in full width; a negative number is
   none. */
function guarded(cell: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/u.test(cell) && !/^-\d+(\.\d+)?$/u.test(cell) ? `'${cell}` : cell;
}

/** Comma-separated values (RFC 4180), with the byte order mark by which Excel knows UTF-8. */
export function toCsv(lines: string[][]): string {
  const cell = (said: string) => (/[",\r\n]/u.test(said) ? `"${said.replaceAll('"', '""')}"` : said);
  return `\uFEFF${lines.map((line) => `${line.map((said) => cell(guarded(said))).join(",")}\r\n`).join("")}`;
}

/** Tab-separated values, for pasting: a cell is one line. */
export function toTsv(lines: string[][]): string {
  return lines.map((line) => line.map((said) => guarded(said).replace(/[\t\r\n]+/gu, " ")).join("\t")).join("\n");
}
