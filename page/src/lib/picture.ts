// What is shown, as a picture of its own: a chart, or the bars of memory, with colours and letters written into it.

const kept = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'font-size', 'font-family', 'text-anchor', 'fill-opacity', 'paint-order'];
const svgNames = 'http://www.w3.org/2000/svg';
const paddingPx = 16;

function make(name: string, attributes: Record<string, string | number>, text = ''): SVGElement {
  const element = document.createElementNS(svgNames, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.textContent = text;
  return element;
}

/** A chart with every style it has from the page written into it. */
function ofChart(chart: SVGSVGElement): SVGElement {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const from = [chart, ...chart.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((element, i) => {
    const style = getComputedStyle(from[i]!);
    for (const name of kept) element.setAttribute(name, style.getPropertyValue(name));
  });
  const { width, height } = chart.viewBox.baseVal;
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return copy;
}

/** The bars: a rectangle where something is filled, the letters where they stand. */
function ofBars(bars: Element): SVGElement {
  const frame = bars.getBoundingClientRect();
  const picture = make('svg', { width: frame.width, height: frame.height, viewBox: `0 0 ${frame.width} ${frame.height}` });
  const flat = getComputedStyle(document.documentElement).getPropertyValue('--runtime');
  const walker = document.createTreeWalker(bars, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const style = getComputedStyle(node instanceof Element ? node : node.parentElement!);
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = node instanceof Element ? node.getBoundingClientRect() : range.getBoundingClientRect();
    const [x, y] = [box.left - frame.left, box.top - frame.top];
    if (node instanceof Element) {
      const hatched = style.backgroundImage !== 'none';
      if (box.width > 0 && (hatched || style.backgroundColor !== 'rgba(0, 0, 0, 0)')) picture.append(make('rect', { x, y, width: box.width, height: box.height, fill: hatched ? flat : style.backgroundColor }));
    } else if (node.textContent?.trim()) {
      const size = Number.parseFloat(style.fontSize);
      picture.append(make('text', { x, y: y + box.height / 2 + size * 0.35, 'font-size': size, 'font-family': style.fontFamily, 'font-weight': style.fontWeight, fill: style.color }, node.textContent));
    }
  }
  return picture;
}

/** Every chart, or the bars, one below the other, under a line that says what it is. */
export function picture(title: string): SVGSVGElement | undefined {
  const charts = [...document.querySelectorAll<SVGSVGElement>('main svg.chart')];
  const parts = charts.length > 0 ? charts.map(ofChart) : [...document.querySelectorAll('main .bars')].map(ofBars);
  if (parts.length === 0) return undefined;
  const page = getComputedStyle(document.documentElement);
  const line = 28;
  const width = Math.max(...parts.map(p => Number(p.getAttribute('width')))) + 2 * paddingPx;
  let y = paddingPx + line;
  for (const part of parts) {
    part.setAttribute('x', String(paddingPx));
    part.setAttribute('y', String(y));
    y += Number(part.getAttribute('height')) + paddingPx;
  }
  const whole = make('svg', { xmlns: svgNames, width, height: y, viewBox: `0 0 ${width} ${y}` }) as SVGSVGElement;
  whole.append(
    make('rect', { width, height: y, fill: page.getPropertyValue('--paper') }),
    make('text', { x: paddingPx, y: paddingPx + 12, 'font-size': 14, 'font-weight': 600, 'font-family': page.fontFamily, fill: page.getPropertyValue('--ink') }, title),
    ...parts);
  return whole;
}

export const svgText = (svg: SVGSVGElement): string => new XMLSerializer().serializeToString(svg);

/** A picture in points, twice as fine as the screen's. */
export async function png(svg: SVGSVGElement): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(svg))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Number(svg.getAttribute('width')) * 2;
  canvas.height = Number(svg.getAttribute('height')) * 2;
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob(blob => blob ? resolve(blob) : reject(new Error('no picture')), 'image/png'));
}

export function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address));
}
