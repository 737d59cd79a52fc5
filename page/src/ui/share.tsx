import { texts } from '../texts.ts';
import { link } from '../lib/route.ts';
import { picture, png, save, svgText } from '../lib/picture.ts';
import { Command, CopyButton } from './bits.tsx';

const t = texts.share;

const cell = (element: Element): string => (element.textContent ?? '').replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();

/** What is shown as Markdown: headings, sentences, tables and commands, in their order. */
function markdown(): string {
  const parts: string[] = [];
  for (const element of document.querySelectorAll('main :is(h1, h2, h3, .say, table, pre)')) {
    if (element.closest('[hidden], .subject, details:not([open])')) continue;
    if (element instanceof HTMLTableElement) {
      const rows = [...element.rows].map(row => [...row.cells].map(cell));
      const width = Math.max(...rows.map(r => r.length));
      const line = (r: string[]): string => `| ${[...r, ...Array<string>(width - r.length).fill('')].join(' | ')} |`;
      const [head = [], ...body] = rows;
      parts.push([line(head), `|${' --- |'.repeat(width)}`, ...body.map(line)].join('\n'));
    } else if (element.tagName === 'PRE') {
      parts.push(`\`\`\`\n${element.textContent}\n\`\`\``);
    } else {
      const level = /^H(\d)$/.exec(element.tagName)?.[1];
      parts.push(`${level ? `${'#'.repeat(Number(level))} ` : ''}${cell(element)}`);
    }
  }
  return `${parts.join('\n\n')}\n\n${link()}\n`;
}

/** How to take what is shown elsewhere. */
export function Share({ cli, json, chart = false, title }: { cli: string; json?: string | undefined; chart?: boolean; title?: string }) {
  const drawn = () => picture(title ?? cli);
  return (
    <section class="share" aria-label={t.label}>
      <h2>{t.cli}</h2>
      <Command line={cli} label={t.cli} />
      <p class="buttons">
        <CopyButton label={t.link} text={link} />
        <CopyButton label={t.markdown} text={markdown} />
        {json && <CopyButton label={t.json} text={() => json} />}
        {chart && <CopyButton label={t.image} text={async () => png(drawn()!)} />}
        {chart && <button type="button" onClick={() => save(new Blob([svgText(drawn()!)], { type: 'image/svg+xml' }), 'localrig.svg')}>{t.svg}</button>}
        <button type="button" onClick={() => print()}>{t.print}</button>
      </p>
    </section>
  );
}
