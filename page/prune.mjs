// Cuts out of .NET's WebAssembly what this page can never call: the tables of languages (ICU) that it asks nothing of, since its culture is invariant, and what unpacks archives.
// The linker would leave them out, but linking anew needs a workload. Functions keep their numbers: one that is cut becomes a trap, so a call that should not be ends the engine and answers nothing wrong.
const section = { imports: 2, exports: 7, start: 8, elements: 9, code: 10 };
const trap = Uint8Array.of(3, 0, 0x00, 0x0b); // three bytes: no locals, unreachable, end

/** Reads numbers and skips instructions: the binary format of the WebAssembly specification, https://webassembly.github.io/spec/core/binary/index.html. */
class Reader {
  constructor(bytes, at = 0) { this.bytes = bytes; this.at = at; }
  byte() { return this.bytes[this.at++]; }
  number() {
    for (let value = 0, scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }
  skip(count) { for (let i = 0; i < count; i++) this.number(); }
  name() { const length = this.number(); this.at += length; return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at)); }
  limits() { this.skip(this.byte() & 1 ? 2 : 1); }

  /** One instruction: the function it calls or takes the address of, if any. */
  instruction() {
    const code = this.byte();
    if (code === 0x10 || code === 0xd2) return this.number();
    if ([0x02, 0x03, 0x04, 0x06, 0x07, 0x08, 0x09, 0x0c, 0x0d, 0x18, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x3f, 0x40, 0x41, 0x42, 0xd0].includes(code)) this.skip(1);
    else if (code === 0x11 || (code >= 0x28 && code <= 0x3e)) this.skip(2);
    else if (code === 0x0e) this.skip(this.number() + 1);
    else if (code === 0x1c) this.skip(this.number());
    else if (code === 0x43) this.at += 4;
    else if (code === 0x44) this.at += 8;
    else if (code === 0xfc) this.skip([0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1][this.number()]);
    else if (code === 0xfd) {
      const vector = this.number();
      if (vector <= 11 || vector === 92 || vector === 93) this.skip(2);
      else if (vector === 12 || vector === 13) this.at += 16;
      else if (vector >= 21 && vector <= 34) this.at += 1;
      else if (vector >= 84 && vector <= 91) { this.skip(2); this.at += 1; }
    } else if (!(code <= 0x01 || code === 0x05 || code === 0x0b || code === 0x0f || code === 0x19 || code === 0x1a || code === 0x1b || code === 0xd1 || (code >= 0x45 && code <= 0xc4))) {
      throw new Error(`Instruction 0x${code.toString(16)} at byte ${this.at - 1} is none that prune.mjs reads.`);
    }
    return undefined;
  }
}

/** The module's parts that count: where they are, the functions it exports, those in tables, and whom each function calls. */
function read(bytes) {
  const reader = new Reader(bytes, 8);
  const found = { sections: [], imported: 0, exported: new Map(), inTables: [], bodies: [], start: [] };
  while (reader.at < bytes.length) {
    const begin = reader.at;
    const id = reader.byte();
    const length = reader.number();
    const [from, end] = [reader.at, reader.at + length];
    found.sections.push({ id, begin, from, end });
    if (id === section.imports) {
      for (let n = reader.number(); n > 0; n--) {
        reader.name();
        reader.name();
        const kind = reader.byte();
        if (kind === 0) found.imported++;
        if (kind === 1) reader.at++;
        if (kind === 1 || kind === 2) reader.limits(); else if (kind === 3) reader.at += 2; else { if (kind === 4) reader.at++; reader.number(); }
      }
    } else if (id === section.exports) {
      for (let n = reader.number(); n > 0; n--) {
        const name = reader.name();
        const kind = reader.byte();
        const index = reader.number();
        if (kind === 0) found.exported.set(index, name);
      }
    } else if (id === section.start) found.start.push(reader.number());
    else if (id === section.elements) {
      for (let n = reader.number(); n > 0; n--) {
        const flags = reader.number();
        if (flags !== 0) throw new Error(`Elements of kind ${flags} are none that prune.mjs reads.`);
        while (reader.bytes[reader.at] !== 0x0b) reader.instruction();
        reader.at++;
        for (let m = reader.number(); m > 0; m--) found.inTables.push(reader.number());
      }
    } else if (id === section.code) {
      for (let n = reader.number(); n > 0; n--) {
        const start = reader.at;
        const size = reader.number();
        const stop = reader.at + size;
        for (let groups = reader.number(); groups > 0; groups--) reader.skip(2);
        const calls = [];
        while (reader.at < stop) {
          const called = reader.instruction();
          if (called !== undefined) calls.push(called);
        }
        if (reader.at !== stop) throw new Error(`Function ${found.imported + found.bodies.length} does not end where it says.`);
        found.bodies.push({ start, stop, calls });
      }
    }
    reader.at = end;
  }
  return found;
}

/** Writes a number in five bytes at most. */
function written(number) {
  const bytes = [];
  do { bytes.push((number & 127) | (number > 127 ? 128 : 0)); number = Math.floor(number / 128); } while (number > 0);
  return Uint8Array.from(bytes);
}

/** The module without what only never called functions reach. */
export function pruned(bytes, symbols, neverCalled) {
  const module = read(bytes);
  const names = new Map(symbols.split('\n').map(line => [Number(line.slice(0, line.indexOf(':'))), line.slice(line.indexOf(':') + 1)]));
  if (names.size < module.bodies.length) throw new Error('The list of symbols is another module\'s.');
  const wanted = neverCalled(names);
  const kept = new Set();
  const next = [...module.start, ...module.exported.keys(), ...module.inTables].filter(f => !wanted.has(f));
  while (next.length > 0) {
    const one = next.pop();
    if (kept.has(one)) continue;
    kept.add(one);
    next.push(...(module.bodies[one - module.imported]?.calls ?? []));
  }
  const code = module.sections.find(s => s.id === section.code);
  const bodies = module.bodies.map((b, i) => kept.has(i + module.imported) ? bytes.subarray(b.start, b.stop) : trap);
  const count = written(bodies.length);
  const size = bodies.reduce((sum, b) => sum + b.length, count.length);
  return { bytes: Buffer.concat([bytes.subarray(0, code.begin), Uint8Array.of(section.code), written(size), count, ...bodies, bytes.subarray(code.end)]), cut: bodies.filter(b => b === trap).length, kept: [...wanted].filter(f => kept.has(f)).map(f => names.get(f)) };
}

/** What is between the first and last function of the libraries for languages, as the linker put them one behind the other, and the entries of the one for archives. */
export function languagesAndArchives(names) {
  const languages = [...names].filter(([, name]) => /^icu::|^GlobalizationNative_/.test(name)).map(([i]) => i);
  const [first, last] = [Math.min(...languages), Math.max(...languages)];
  const others = [...names].filter(([i, name]) => i > first && i < last && /^(mono|SystemNative|sgen|mini|interp)_/.test(name) && !name.endsWith('_icu_data'));
  if (others.length > 0) throw new Error(`The runtime's own functions lie between ICU's: ${others[0][1]}.`);
  return new Set([...names].filter(([i, name]) => (i >= first && i <= last) || /^CompressionNative_|icu_data/.test(name)).map(([i]) => i));
}
