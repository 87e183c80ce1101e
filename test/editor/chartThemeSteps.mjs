// The charts in the themes that people use: lines, bars and texts must stand out in each. A picture of each goes to out/editor.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { oneLine } from '../../src/build/editor/driverTexts.mjs';
import { out } from '../../src/build/paths.mjs';

const THEMES = ['Dark Modern', 'Dark High Contrast', 'Light High Contrast'];
/** The least contrast of texts and of lines with what is behind them (WCAG 2.2, 1.4.3 and 1.4.11). */
const OF_TEXT = 4.5;
const OF_LINES = 3;

/** Chooses a colour theme; returns the one that was chosen before. */
async function useTheme(workbench, theme) {
  await workbench.command('Preferences: Color Theme');
  const rows = workbench.page.locator('.quick-input-widget:visible .quick-input-list');
  const active = rows.locator('.monaco-list-row.focused .label-name:visible').first();
  await active.waitFor();
  const before = oneLine(await active.innerText());
  const input = workbench.page.locator('.quick-input-widget:visible input.input');
  await input.fill(theme);
  await rows.locator('.monaco-list-row:visible').filter({ hasText: theme }).first().click();
  await input.waitFor({ state: 'hidden' });
  return before;
}

/** The lowest contrast of what a selector finds in a page with what is behind it, and whose it is. */
function lowestContrast(page, selector, property) {
  return page.locator('body').evaluate(
    (body, wanted) => {
      const context = document.createElement('canvas').getContext('2d', {
        willReadFrequently: true,
      });
      const paint = (...colours) => {
        context.clearRect(0, 0, 1, 1);
        for (const colour of colours) {
          context.fillStyle = colour;
          context.fillRect(0, 0, 1, 1);
        }
        return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
      };
      const light = (rgb) => {
        const [r, g, b] = rgb.map((part) => {
          const value = part / 255;
          return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const behind = getComputedStyle(body).backgroundColor;
      const found = [...document.querySelectorAll(wanted.selector)].map((each) => {
        const style = getComputedStyle(each);
        const ground = wanted.property === 'color' ? style.backgroundColor : behind;
        const [back, front] = [
          light(paint(behind, ground)),
          light(paint(behind, ground, style[wanted.property])),
        ];
        const [low, high] = [Math.min(back, front), Math.max(back, front)];
        return { contrast: (high + 0.05) / (low + 0.05), what: each.outerHTML.slice(0, 120) };
      });
      return found.sort((a, b) => a.contrast - b.contrast)[0] ?? null;
    },
    { selector, property },
  );
}

async function assertStandsOut(page, selector, { property = 'color', least = OF_TEXT } = {}) {
  const lowest = await lowestContrast(page, selector, property);
  assert.ok(lowest !== null, `nothing is ${selector}`);
  assert.ok(
    lowest.contrast >= least,
    `${selector}: ${lowest.contrast.toFixed(2)} < ${least}: ${lowest.what}`,
  );
  return lowest.contrast.toFixed(1);
}

/** A step per theme: both charts, one after the other. */
export const chartThemeSteps = THEMES.map((theme) => [
  `in the theme ${theme} lines, bars and texts of both charts stand out`,
  async ({ workbench }) => {
    const picture = (chart) =>
      workbench.screenshot(join(out, 'editor', `${chart}-${theme.replace(/\W+/g, '-')}.png`));
    await workbench.command('View: Close All Editors');
    await workbench.command('Handle Lens: Show Timeline');
    const page = workbench.webview();
    await page.locator('#chart canvas').waitFor();
    const before = await useTheme(workbench, theme);
    try {
      await page.locator('#chart').focus();
      await workbench.page.keyboard.press('PageDown');
      await picture('timeline');
      const seen = [
        await assertStandsOut(page, '.legend path', { property: 'stroke', least: OF_LINES }),
        await assertStandsOut(page, 'h1, .note, #moment p, button, select'),
      ];
      await workbench.command('View: Close All Editors');
      await workbench.command('Handle Lens: Show Flame Graph');
      const flame = workbench.webview();
      await flame.locator('[role=treeitem]').nth(2).click();
      await picture('flame');
      seen.push(await assertStandsOut(flame, '.bar, h1, .note, #chosen p, button'));
      return `lines ${seen[0]}, texts ${seen[1]} and ${seen[2]}`;
    } finally {
      await useTheme(workbench, before);
      await workbench.command('View: Close All Editors');
    }
  },
]);
