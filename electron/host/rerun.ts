// Which commands may run again without being asked for: those whose beginning the user has listed, token by token, and
// that are nothing but a plain command. What a shell would expand, redirect or chain is never run unasked.

/** Anything a shell gives a meaning to, wherever it stands. */
const metacharacters = /[|&;<>()$`\\"'*?[\]#~=%!{}\n\r]/;

/**
 * Whether `command`, as it was typed, begins with all the tokens of one entry. Entries hold tokens separated by blanks:
 * `npm run` allows `npm run dev` and not `npm runaway`.
 */
export function mayRerun(command: string, allowList: readonly string[]): boolean {
  if (metacharacters.test(command)) return false;
  const tokens = tokensOf(command);
  return allowList.some((entry) => {
    const allowed = tokensOf(entry);
    return allowed.length > 0 && allowed.every((token, index) => tokens[index] === token);
  });
}

const tokensOf = (text: string): string[] => text.split(/[ \t]+/).filter((token) => token !== '');
