import { describe, expect, it } from 'vitest';
import { droppedText } from '../../renderer/terminal/dropped-text.ts';

const nothing = { paths: [], uris: '', text: '' };

describe('what is dropped on a terminal', () => {
  it('should become quoted paths', () => {
    expect(droppedText({ ...nothing, paths: ['/a/b.txt', "/it's here"] })).toBe("/a/b.txt '/it'\\''s here' ");
  });

  it('should be read from a list of addresses where there are no files', () => {
    const uris = '# two\r\nfile:///a%20b\r\nhttps://example.org/\r\nfile://elsewhere/c\r\nfile:///%zz\r\n';
    expect(droppedText({ ...nothing, uris, text: uris })).toBe("'/a b' ");
  });

  it('should be the text when it holds no file', () => {
    expect(droppedText({ paths: [''], uris: '', text: 'words' })).toBe('words');
  });
});
