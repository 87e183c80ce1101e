// Where a word stands on the screen, found by the page itself.

/** Runs in the page: the screen box of the nth occurrence of a word in the active editor. */
export function findWord({ word, occurrence }) {
  let left = occurrence;
  const lines = [
    ...document.querySelectorAll('.editor-group-container.active .view-lines .view-line'),
  ];
  lines.sort((a, b) => a.offsetTop - b.offsetTop);
  for (const line of lines) {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    const parts = [];
    let text = '';
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      parts.push({ node, start: text.length });
      text += node.data.replaceAll('\u00a0', ' ');
    }
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      if (left-- > 0) {
        continue;
      }
      const place = (offset) => {
        const part = parts.findLast(({ start }) => start <= offset);
        return [part.node, Math.min(offset - part.start, part.node.length)];
      };
      const range = document.createRange();
      range.setStart(...place(at));
      range.setEnd(...place(at + word.length));
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x, y, width, height };
    }
  }
  return null;
}
