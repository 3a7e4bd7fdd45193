import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { foreignHeaders, mediaTypeOf } from '../../../src/admin/content.ts'

const bytes = (hex: string, text = ''): Uint8Array => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.from(text)])

for (const [name, sample, type] of [
  ['PNG', bytes('89504e470d0a1a0a00'), 'image/png'],
  ['JPEG', bytes('ffd8ffe0'), 'image/jpeg'],
  ['GIF 87', bytes('', 'GIF87a'), 'image/gif'],
  ['GIF 89', bytes('', 'GIF89a…'), 'image/gif'],
  ['WebP', bytes('', 'RIFF\x01\x02\x03\x04WEBPVP8 '), 'image/webp'],
  ['AVIF', bytes('00000020', 'ftypavif'), 'image/avif'],
  ['WAV', bytes('', 'RIFF\x01\x02\x03\x04WAVEfmt '), 'audio/wave'],
  ['MP3 with ID3', bytes('', 'ID3\x04'), 'audio/mpeg'],
  ['FLAC', bytes('', 'fLaC'), 'audio/flac'],
  ['M4A', bytes('00000020', 'ftypM4A '), 'audio/mp4'],
  ['Ogg', bytes('', 'OggS\0'), 'application/ogg'],
  ['WebM', bytes('1a45dfa3'), 'video/webm'],
  ['MP4', bytes('00000020', 'ftypisom'), 'video/mp4'],
] as const) {
  test(`${name} is shown as ${type}`, () => {
    assert.deepEqual(foreignHeaders(sample), { 'content-type': type, 'content-disposition': 'inline' })
    assert.equal(mediaTypeOf(sample.subarray(0, 2)), undefined, 'cut off')
  })
}

for (const [name, text] of [
  ['HTML', '<!doctype html><script>alert(1)</script>'],
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
  ['XML', '<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?>'],
  ['PDF', '%PDF-1.7'],
  ['JavaScript', 'alert(1)'],
  ['JSON', '{"a":1}'],
  ['Flash', 'FWS\x09'],
  ['a RIFF of no known kind', 'RIFF\x01\x02\x03\x04XXXX'],
  ['nothing', ''],
] as const) {
  test(`${name} is an attachment of no known type`, () => {
    const expected = { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' }
    assert.deepEqual(foreignHeaders(bytes('', text)), expected)
  })
}

test('an inert type is what the route says, whatever the bytes look like', () => {
  assert.deepEqual(foreignHeaders(bytes('ffd8ffe0'), 'application/x-bittorrent'), {
    'content-type': 'application/x-bittorrent',
    'content-disposition': 'attachment',
  })
})

test('property: no bytes are ever active content', () => {
  const harmless = /^(?:image\/(?:png|jpeg|gif|webp|avif)|audio\/\w+|video\/\w+|application\/ogg)$/
  const heads = fc.constantFrom(new Uint8Array(), bytes('89504e47'), bytes('', '<svg'), bytes('00000020', 'ftyp'))
  fc.assert(
    fc.property(heads, fc.uint8Array({ maxLength: 40 }), (head, rest) => {
      const headers = foreignHeaders(Buffer.concat([head, rest]))
      if (headers['content-disposition'] === 'inline') assert.match(headers['content-type'], harmless)
      else assert.equal(headers['content-type'], 'application/octet-stream')
    }),
  )
})
