const DOCUMENTING = /\.(?:describe|meta)\(/g;

/**
 * A source of schemas without their `.describe(…)` and `.meta(…)`: these are for the published
 * document, and would only be loaded at each cold start. Lines keep their numbers.
 *
 * @throws Error when a call does not end.
 */
export function withoutDocumentation(source: string): string {
  let kept = '';
  let from = 0;
  for (const { index, 0: call } of source.matchAll(DOCUMENTING)) {
    if (index < from) continue;
    const end = endOfCall(source, index + call.length);
    kept += source.slice(from, index) + source.slice(index, end).replace(/[^\n]/g, '');
    from = end;
  }
  return kept + source.slice(from);
}

/** The position after the parenthesis that closes the arguments which begin at `start`. */
function endOfCall(source: string, start: number): number {
  let depth = 1;
  let quote = '';
  for (let at = start; at < source.length; at += 1) {
    const character = source[at] as string;
    if (character === '\\') at += 1;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (`'"\``.includes(character)) quote = character;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  throw new Error(`A call does not end: ${source.slice(start, start + 80)}`);
}
