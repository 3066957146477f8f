// SHA-256 (FIPS 180-4) of one block, of which the first 32 bits alone are wanted. The browser's own is there over HTTPS
// alone, and for so short a text slower than this: each call of it is a promise.
const ROUNDS = 64;

/**
 * The first 32 bits of the fractional parts of roots of the first primes.
 * @param {number} count
 * @param {(x: number) => number} root
 */
function fractions(count, root) {
  const found = [];
  for (let n = 2; found.length < count; n += 1) {
    let prime = true;
    for (let d = 2; d * d <= n; d += 1) if (n % d === 0) prime = false;
    if (prime) found.push(((root(n) % 1) * 2 ** 32) | 0);
  }
  return Int32Array.from(found);
}

const K = fractions(ROUNDS, Math.cbrt);
const H = fractions(8, Math.sqrt);
const w = new Int32Array(ROUNDS);

/**
 * The block that holds a text of at most 55 ASCII characters, padded as SHA-256 pads, as 16 words.
 * @param {string} text
 */
export function blockOf(text) {
  const bytes = new Uint8Array(64);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  bytes[text.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(60, text.length * 8);
  return Int32Array.from({ length: 16 }, (_, i) => view.getInt32(i * 4));
}

/**
 * The first 32 bits of the digest of a block, as a signed number.
 * @param {Int32Array} block
 */
export function firstWord(block) {
  w.set(block);
  for (let i = 16; i < ROUNDS; i += 1) {
    const p = w[i - 15];
    const q = w[i - 2];
    const s0 = ((p >>> 7) | (p << 25)) ^ ((p >>> 18) | (p << 14)) ^ (p >>> 3);
    const s1 = ((q >>> 17) | (q << 15)) ^ ((q >>> 19) | (q << 13)) ^ (q >>> 10);
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
  }
  let a = H[0];
  let b = H[1];
  let c = H[2];
  let d = H[3];
  let e = H[4];
  let f = H[5];
  let g = H[6];
  let h = H[7];
  for (let i = 0; i < ROUNDS; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + (g ^ (e & (f ^ g))) + K[i] + w[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  return (a + H[0]) | 0;
}
