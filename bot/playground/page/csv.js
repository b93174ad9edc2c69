// Comma-separated values, as a spreadsheet reads them: quotes may hold commas, line breaks and doubled quotes.

/** The rows of a text, each a list of cells; a byte-order mark and a last line break are left out. */
export function rows(text) {
  const source = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n").replace(/\n$/, "");
  const out = [[""]];
  let quoted = false;
  for (let i = 0; i < source.length; i += 1) {
    const sign = source[i], row = out.at(-1);
    if (sign === '"' && quoted && source[i + 1] === '"') { row[row.length - 1] += sign; i += 1; }
    else if (sign === '"') quoted = !quoted;
    else if (sign === "," && !quoted) row.push("");
    else if (sign === "\n" && !quoted) out.push([""]);
    else row[row.length - 1] += sign;
  }
  return out;
}
