import { strict as assert } from 'node:assert';
import { decodeSource } from '../../../src/workspace/decode';

function textOf(bytes: Buffer): string {
  const decoded = decodeSource(bytes);
  assert.ok('text' in decoded, 'expected a text');
  return decoded.text;
}

function reasonOf(bytes: Buffer): string {
  const decoded = decodeSource(bytes);
  assert.ok('reason' in decoded, 'expected a reason');
  return decoded.reason;
}

describe('decodeSource', () => {
  it('reads UTF-8', () => {
    assert.equal(textOf(Buffer.from('# Schlüssel 🔑\n')), '# Schlüssel 🔑\n');
  });

  it('drops the byte order mark, as editors do', () => {
    assert.equal(textOf(Buffer.from('\uFEFFimport os\n')), 'import os\n');
  });

  it('keeps CRLF, so that offsets agree with the editor', () => {
    assert.equal(textOf(Buffer.from('a = 1\r\nb = 2\r\n')), 'a = 1\r\nb = 2\r\n');
  });

  it('obeys a coding line', () => {
    const source = Buffer.from('# -*- coding: latin-1 -*-\nname = "Müller"\n', 'latin1');
    assert.match(textOf(source), /Müller/);
    const greek = Buffer.concat([
      Buffer.from('# vim: set fileencoding=iso-8859-7 :\nx = "'),
      Buffer.from([0xe1]),
      Buffer.from('"'),
    ]);
    assert.match(textOf(greek), /"α"/);
  });

  it('obeys a coding line that is the second line, below a comment only', () => {
    const second = (first: string) => Buffer.from(`${first}\n# coding: cp1251\nx = "\xcf"\n`, 'latin1');
    assert.match(textOf(second('#!/usr/bin/env python')), /"П"/);
    assert.match(textOf(second('import os')), /"Ï"/);
  });

  it('obeys a single-byte coding line even where the bytes would pass for UTF-8', () => {
    const source = Buffer.concat([Buffer.from('# coding: latin-1\nx = "'), Buffer.from('é'), Buffer.from('"\n')]);
    assert.match(textOf(source), /"Ã©"/);
  });

  it('reads what is neither UTF-8 nor declared, or declared as nothing we know, byte by byte', () => {
    assert.match(textOf(Buffer.from('x = "Müller"\n', 'latin1')), /Müller/);
    assert.match(textOf(Buffer.from('# coding: klingon\nx = "ü"\n', 'latin1')), /ü/);
  });

  it('names NUL bytes and UTF-16', () => {
    assert.equal(reasonOf(Buffer.from('a = 1\0\n')), 'contains NUL bytes');
    assert.equal(reasonOf(Buffer.from('\uFEFFimport os\n', 'utf16le')), 'UTF-16, which Python cannot read');
  });

  it('reads an empty file', () => {
    assert.equal(textOf(Buffer.alloc(0)), '');
  });
});
