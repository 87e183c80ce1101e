/** Finds the handle value in what a menu or link passes: a text, a number, or a variable of another view. */

/**
 * A handle value as `0x…` text. Accepts hexadecimal text with or without `0x`, numbers, the objects that the
 * Variables and Watch views pass to their menus, and rows of handles and of trace records; undefined when there is no value in it.
 */
export function handleInText(argument: unknown): string | undefined {
  if (typeof argument === 'number' && Number.isSafeInteger(argument) && argument > 0) {
    return `0x${argument.toString(16)}`;
  }
  if (typeof argument === 'string') {
    const digits = /^\s*(?:0x)?([0-9a-f]{1,16})\s*$/i.exec(argument)?.[1];
    return digits === undefined ? undefined : `0x${digits.toLowerCase().replace(/^0+(?=.)/, '')}`;
  }
  return variableValue(argument);
}

/** The value of a variable: its name if that is a handle (as in our own scopes), else the start of its value. */
function variableValue(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null) {
    return undefined;
  }
  if ('row' in argument) {
    return handleOf(argument.row);
  }
  if ('trace' in argument) {
    return handleOf(argument.trace);
  }
  const variable: unknown = 'variable' in argument ? argument.variable : argument;
  if (typeof variable !== 'object' || variable === null) {
    return undefined;
  }
  const name = 'name' in variable && typeof variable.name === 'string' ? variable.name : '';
  const value = 'value' in variable && typeof variable.value === 'string' ? variable.value : '';
  const text =
    /^0x[0-9a-f]{1,16}$/i.exec(name)?.[0] ??
    /^(?:[A-Za-z ]+ )?(0x[0-9a-f]{1,8})\b/i.exec(value)?.[1];
  return text === undefined ? undefined : handleInText(text);
}

/** The handle of a row or a trace record. */
function handleOf(subject: unknown): string | undefined {
  return typeof subject === 'object' && subject !== null && 'handle' in subject
    ? handleInText(typeof subject.handle === 'string' ? subject.handle : undefined)
    : undefined;
}
