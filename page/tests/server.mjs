// A static server for tests: the built site as any host would serve it, under a strict policy, compressed where the client takes it.
import { createServer } from 'node:http';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.wasm': 'application/wasm', '.json': 'application/json', '.webmanifest': 'application/manifest+json' };
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves a folder at a path of a free port; `api` answers what a LocalRig server would. */
export function serve(folder, { at = '/', api, port = 0 } = {}) {
  const sent = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const answer = await api?.(request, path);
    if (answer !== undefined) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
      return;
    }
    const name = path.startsWith(at) ? normalize(path.slice(at.length)) : '..';
    const file = join(folder, name === '.' || name === '' ? 'index.html' : name);
    if (name.startsWith('..') || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such file.');
      return;
    }
    const brotli = (request.headers['accept-encoding'] ?? '').includes('br') && existsSync(`${file}.br`);
    const body = readFileSync(brotli ? `${file}.br` : file);
    sent.push({ path, bytes: body.length });
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'content-security-policy': policy, 'cross-origin-opener-policy': 'same-origin', 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache', vary: 'accept-encoding', ...(brotli ? { 'content-encoding': 'br' } : {}) }).end(body);
  });
  return new Promise(resolve => server.listen(port, '127.0.0.1', () => resolve({ url: `http://127.0.0.1:${server.address().port}${at}`, sent, close: () => new Promise(done => { server.closeAllConnections(); server.close(done); }) })));
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { url } = await serve(process.argv[2] ?? 'artifacts/page', { port: Number(process.argv[3] ?? 8080) });
  console.log(url);
}
