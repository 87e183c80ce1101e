/** Tells an end of a session that somebody asked for from one that came by itself. Knows nothing of VS Code. */

/** What both sides of a session say when it is about to end. */
const FAREWELLS: readonly (readonly [
  type: string,
  name: 'command' | 'event',
  values: readonly string[],
])[] = [
  ['request', 'command', ['disconnect', 'terminate']],
  ['event', 'event', ['terminated', 'exited']],
];

/** Looks at the messages of one session, in both directions. */
export class EndWatch {
  /** True once the client asked for the end or the adapter announced it. */
  isExpected = false;

  /** Takes one message. */
  take(message: unknown): void {
    if (typeof message !== 'object' || message === null) {
      return;
    }
    const fields: Readonly<Partial<Record<'type' | 'command' | 'event', unknown>>> = message;
    this.isExpected ||= FAREWELLS.some(
      ([type, name, values]) =>
        fields.type === type && values.some((value) => fields[name] === value),
    );
  }
}
